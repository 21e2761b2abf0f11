namespace ProxyCapi.Gateway.CommandLine.Explain;

/// <summary>A report for scripts.</summary>
internal static class ExplanationJson
{
    /// <summary>What is serialized.</summary>
    public static object Of(ExplainReport report) => new
    {
        report.Page.HasMarker,
        report.IsSearched,
        report.Page.Events,
        Sources = report.Page.Findings.Candidates.Select(candidate => new { candidate.EventName, Source = candidate.Source.ToString(), candidate.Origin, candidate.EventId, candidate.OrderId }),
        report.Page.Findings.Rejections,
        report.Page.Failures,
        report.Rules,
        Rule = report.Pinned is { Rules.Count: > 0 } pinned ? RuleJson.Write(pinned) : null,
        RuleNotes = report.Pinned?.Notes,
    };
}
