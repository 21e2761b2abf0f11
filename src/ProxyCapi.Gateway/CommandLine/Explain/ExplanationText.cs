using ProxyCapi.Extraction.Discovery;
using ProxyCapi.Extraction.Discovery.Pinning;
using Spectre.Console;

namespace ProxyCapi.Gateway.CommandLine.Explain;

/// <summary>An explanation in words that a shop owner understands, and for scripts.</summary>
internal static class ExplanationText
{
    /// <summary>Writes it for people.</summary>
    public static void Write(Explanation explanation, IAnsiConsole console)
    {
        if (!explanation.HasMarker)
        {
            console.WriteLine("Nothing would be sent: nothing in the page's source says that it could hold a conversion, so it is not even searched.");
            console.WriteLine("If it does, name a text that only such pages have in ProxyCapi:Discovery:Markers, or write a rule.");
            return;
        }

        foreach (var found in explanation.Events)
        {
            WriteEvent(found, console);
        }

        if (explanation.Events.Count == 0)
        {
            console.WriteLine("Nothing would be sent: the page was searched, and no conversion that counts is in it.");
        }

        WriteSources(explanation.Findings, console);
        foreach (var rejection in explanation.Findings.Rejections)
        {
            console.WriteLine($"Not counted: {rejection.Origin}. {rejection.Reason}");
        }

        foreach (var failure in explanation.Failures)
        {
            console.WriteLine($"{failure} failed on this page; please report it with the page.");
        }
    }

    /// <summary>Writes the rules that would read the page in the same way, and what they leave open.</summary>
    public static void Write(PinnedRules? pinned, TextWriter output)
    {
        if (pinned is null)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine(pinned.Rules.Count > 0 ? "For appsettings.json, to read pages of this kind in just this way:" : "There is nothing that a rule could pin.");
        if (pinned.Rules.Count > 0)
        {
            output.WriteLine(RuleJson.Write(pinned).ToJsonString(OperatorJson.Options));
        }

        foreach (var note in pinned.Notes)
        {
            output.WriteLine($"Note: {note}");
        }
    }

    /// <summary>The same for scripts.</summary>
    public static object Json(Explanation explanation, PinnedRules? pinned) => new
    {
        Rule = pinned is { Rules.Count: > 0 } ? RuleJson.Write(pinned) : null,
        RuleNotes = pinned?.Notes,
        explanation.HasMarker,
        explanation.Events,
        Sources = explanation.Findings.Candidates.Select(candidate => new { candidate.EventName, Source = candidate.Source.ToString(), candidate.Origin, candidate.EventId, candidate.OrderId }),
        explanation.Findings.Rejections,
        explanation.Failures,
    };

    private static void WriteEvent(ExplainedEvent found, IAnsiConsole console)
    {
        console.WriteLine($"A {found.EventName} would be sent.");
        var table = new Table().RoundedBorder().AddColumns("field", "value", "from", "others say");
        foreach (var field in found.Fields)
        {
            table.AddRow(Text(field.Key), Text(field.IsPersonal ? field.Value + "  (sent hashed)" : field.Value), Text(field.Origin), Text(string.Join("\n", field.Others)));
        }

        if (!found.Fields.Any(field => field.Key == "event_id"))
        {
            table.AddRow(Text("event_id"), Text("derived from the order"), Text("ProxyCapi"), Text(""));
        }

        console.Write(table);
    }

    private static void WriteSources(Findings findings, IAnsiConsole console)
    {
        var sources = findings.Candidates.GroupBy(candidate => (candidate.Origin, candidate.EventName)).Select(group => $"{group.Key.Origin} says {group.Key.EventName}" + (group.Count() > 1 ? $" ({group.Count()} times)" : ""))
            .Concat(findings.Visitors.Select(visitor => $"{visitor.Origin} says who the buyer is").Distinct());
        foreach (var line in sources)
        {
            console.WriteLine($"Seen: {line}.");
        }
    }

    private static Text Text(string text) => new(text);
}
