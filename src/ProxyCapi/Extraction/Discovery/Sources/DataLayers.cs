using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Discovery.Scripts;

namespace ProxyCapi.Extraction.Discovery.Sources;

/// <summary>The data layers of a page, whatever they are called.</summary>
internal static class DataLayers
{
    private const string Push = ".push";
    private const int MaxEntries = 500;

    /// <summary>What was put into each layer, in order: what the page assigned to it first, then what it pushed.</summary>
    public static IEnumerable<(string Layer, IReadOnlyList<(JToken Entry, IReadOnlyList<ScriptBranch> Branches)> Entries)> Of(DiscoveredPage page)
    {
        var pushes = page.Scripts.Calls.Where(call => call.Callee.EndsWith(Push, StringComparison.Ordinal))
            .GroupBy(call => call.Callee[..^Push.Length], StringComparer.Ordinal)
            .ToDictionary(calls => calls.Key, calls => calls.SelectMany(call => call.Arguments.Select(entry => (entry, call.Branches))).Take(MaxEntries).ToList(), StringComparer.Ordinal);
        foreach (var name in Names(page, pushes))
        {
            var pushed = pushes.GetValueOrDefault(name) ?? [];
            var assigned = page.Scripts.Variables.GetValueOrDefault(name) is JArray list
                ? list.Take(MaxEntries).Where(entry => !pushed.Exists(push => JToken.DeepEquals(push.entry, entry)))
                : [];
            yield return (name, [.. assigned.Select(entry => (entry, (IReadOnlyList<ScriptBranch>)[])), .. pushed.Select(push => (push.entry, push.Branches))]);
        }
    }

    private static IEnumerable<string> Names(DiscoveredPage page, Dictionary<string, List<(JToken Entry, IReadOnlyList<ScriptBranch>)>> pushes)
    {
        if (page.Settings.DataLayer?.Trim() is { Length: > 0 } configured)
        {
            return [configured.StartsWith("window.", StringComparison.Ordinal) ? configured["window.".Length..] : configured];
        }

        // The tag manager's snippet pushes onto the layer that it is given; other layers are known by what they hold.
        var pushed = pushes.Where(layer => layer.Value.Exists(push => IsEntry(push.Entry))).Select(layer => layer.Key);
        var assigned = page.Scripts.Variables
            .Where(variable => variable.Key.Contains("layer", StringComparison.OrdinalIgnoreCase) && variable.Value is JArray list && list.Any(IsEntry))
            .Select(variable => variable.Key);
        return pushed.Concat(assigned).Append("dataLayer").Distinct(StringComparer.Ordinal);
    }

    private static bool IsEntry(JToken entry) =>
        entry is JObject push && (push.ContainsKey("gtm.start") || JsonFields.Find(push, "ecommerce", "transactionId") is not null
            || AnalyticsEvents.ToMeta(JsonFields.AsText(JsonFields.Find(push, "event"))) is not null);
}
