using ProxyCapi.Extraction.Discovery;
using Spectre.Console;

namespace ProxyCapi.Gateway.CommandLine.Explain;

/// <summary>A report in words that a shop owner understands.</summary>
internal static class ExplanationText
{
    /// <summary>Writes what the page says, and what the rules make of it.</summary>
    public static void Write(ExplainReport report, IAnsiConsole console)
    {
        foreach (var rule in report.Rules)
        {
            RuleExplanationText.Write(rule, console);
        }

        if (report.IsSearched)
        {
            WritePage(report, console);
        }
        else
        {
            console.WriteLine("Pages are not searched: ProxyCapi:Discovery:Enabled is false, so only rules count.");
        }
    }

    /// <summary>Writes the rules that would read the page in the same way, and what they leave open.</summary>
    public static void WritePinned(ExplainReport report, TextWriter output)
    {
        if (report.Pinned is not { } pinned)
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

    private static void WritePage(ExplainReport report, IAnsiConsole console)
    {
        var page = report.Page;
        foreach (var found in page.Events)
        {
            WriteEvent(found, report, console);
        }

        if (page.Events.Count == 0)
        {
            WriteNothing(report, console);
        }

        WriteSources(page.Findings, console);
        foreach (var rejection in page.Findings.Rejections.DistinctBy(rejection => (rejection.Origin, rejection.Reason)).OrderBy(IsAside))
        {
            console.WriteLine($"Not counted: {rejection.Origin}: {rejection.Reason.TrimEnd('.')}.");
        }

        foreach (var failure in page.Failures)
        {
            console.WriteLine($"{failure} failed on this page; please report it with the page.");
        }
    }

    // Nearly every page has such: libraries, page views, images for browsers without scripts.
    private static bool IsAside(Rejection rejection) =>
        rejection.Origin.StartsWith("script ", StringComparison.Ordinal) || rejection.Origin.Contains("noscript", StringComparison.Ordinal)
        || rejection.Origin.EndsWith("PageView", StringComparison.Ordinal);

    private static void WriteNothing(ExplainReport report, IAnsiConsole console)
    {
        // What a rule sends has been told above.
        var subject = report.HasEvent ? "Beside that nothing" : "Nothing";
        if (report.Page.HasMarker)
        {
            console.WriteLine($"{subject} would be sent: the page was searched, and no conversion that counts is in it.");
            if (report.Page.Findings.Rejections.TrueForAll(IsAside))
            {
                console.WriteLine("If the order or the form's success can be seen on the page, a rule can read it there: ProxyCapi:Rules.");
            }
        }
        else
        {
            console.WriteLine($"{subject} would be sent: nothing in the page's source says that it could hold a conversion, so it is not even searched.");
            console.WriteLine("If it does, name a text that only such pages have in ProxyCapi:Discovery:Markers, or write a rule.");
        }
    }

    private static void WriteEvent(ExplainedEvent found, ExplainReport report, IAnsiConsole console)
    {
        console.WriteLine(Heading(found, report));
        FieldTable.Write(
            found.Fields.Any(field => field.Key == "event_id") ? found.Fields : [.. found.Fields, new ExplainedField("event_id", "made by ProxyCapi", found.Fields.Any(field => field.Key == "order_id") ? "the order" : "the page and the visitor", [], IsPersonal: false)],
            "from", console);
    }

    private static string Heading(ExplainedEvent found, ExplainReport report)
    {
        var name = found.EventName;
        var rules = report.Rules.Where(rule => rule.EventName == name && rule.Mistakes.Count == 0).ToList();
        return rules.Find(rule => rule.Readings.Count > 0 && !rule.OnlyAdds) is { } sending ? $"The rule '{sending.Name}' sends the {name}. The page says of it what follows, and fills what the rule leaves open:"
            : report.Silencer(name) is { } silencer ? $"No {name} would be sent: the page tells of one, but the rule '{silencer.Name}' decides here, and its conditions are not met. The page says:"
            : rules.Find(rule => rule.Readings.Count > 0) is { } adding ? $"A {name} would be sent, with what the rule '{adding.Name}' says in place of what the page says:"
            : found.Lack is { } lack ? $"No {name} would be sent: {lack}. A rule can say it (ProxyCapi:Rules, with Enrich). The rest of it:"
            : $"{(name[0] is 'A' or 'I' ? "An" : "A")} {name} would be sent.";
    }

    private static void WriteSources(Findings findings, IAnsiConsole console)
    {
        // What was found and then not counted is told as that.
        var sources = findings.Candidates.Where(candidate => !findings.Rejections.Exists(rejection => rejection.Origin == candidate.Origin))
            .GroupBy(candidate => (candidate.Origin, candidate.EventName))
            .Select(group => group.Key.Origin + (group.Key.Origin.Contains(group.Key.EventName, StringComparison.OrdinalIgnoreCase) ? "" : $", a {group.Key.EventName}") + (group.Count() > 1 ? $" ({group.Count()} times)" : ""))
            .Concat(findings.Visitors.Select(visitor => $"{visitor.Origin}, which says who the buyer is").Distinct());
        foreach (var line in sources)
        {
            console.WriteLine($"Found: {line}.");
        }
    }
}
