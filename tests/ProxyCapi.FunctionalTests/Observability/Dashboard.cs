using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ProxyCapi.FunctionalTests.Observability;

/// <summary>The Grafana dashboard, as the file has it.</summary>
internal sealed partial class Dashboard
{
    private readonly JsonNode _root = JsonNode.Parse(ObservabilityFiles.Read(Path.Combine("grafana", "proxycapi.json")))!;

    /// <summary>The titles of its rows.</summary>
    public IEnumerable<string> Rows => All.Where(panel => (string?)panel["type"] == "row").Select(panel => (string)panel["title"]!);

    /// <summary>The panels that show something.</summary>
    public IEnumerable<JsonNode> Panels => All.Where(panel => (string?)panel["type"] != "row");

    /// <summary>Names of the variables.</summary>
    public IEnumerable<string> Variables => Templates.Select(variable => (string)variable["name"]!);

    /// <summary>Metric and label of the variables that ask for values.</summary>
    public IEnumerable<(string Metric, string Label)> VariableQueries => Templates
        .Select(variable => LabelValues().Match((string?)variable["definition"] ?? "")).Where(match => match.Success)
        .Select(match => (match.Groups[1].Value, match.Groups[2].Value));

    /// <summary>The queries of all panels and annotations.</summary>
    public IEnumerable<DashboardQuery> Queries =>
        from panel in Panels
        from target in panel["targets"]!.AsArray()
        select new DashboardQuery(
            (string)panel["title"]!,
            Fill((string)target["expr"]!),
            [.. LegendLabel().Matches((string)target["legendFormat"]!).Select(match => match.Groups[1].Value)]);

    private IEnumerable<JsonNode> All => _root["panels"]!.AsArray()!;

    private IEnumerable<JsonNode> Templates => _root["templating"]!["list"]!.AsArray()!;

    // What Grafana makes of "All" and of the last quarter of an hour.
    private static string Fill(string expression) => expression
        .Replace("$pixel", ".*", StringComparison.Ordinal).Replace("$event", ".*", StringComparison.Ordinal)
        .Replace("$__rate_interval", "1m", StringComparison.Ordinal).Replace("$__range", "15m", StringComparison.Ordinal);

    [GeneratedRegex(@"^label_values\((\w+), (\w+)\)$")]
    private static partial Regex LabelValues();

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex LegendLabel();
}
