using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;

namespace ProxyCapi.Extraction.Discovery.Trackers;

/// <summary>Which lists of a page are data layers, and what was pushed onto them.</summary>
internal static class LayerNames
{
    private const string Usual = "dataLayer";

    /// <summary>The names: the operator's, or the usual one and every list that a tag manager was started on.</summary>
    public static IEnumerable<string> Of(DiscoveredPage page) => page.Settings.DataLayer is { } name
        ? [name]
        : page.Scripts.Variables.Where(pair => pair.Key != Usual && IsOfTagManager(pair.Value)).Select(pair => pair.Key).Prepend(Usual);

    /// <summary>What a layer holds: its entries in their order, those of <c>push</c> with the ways that lead to them.</summary>
    public static IEnumerable<LayerEntry> Entries(DiscoveredPage page, string layer)
    {
        var pushes = page.Scripts.Calls.Where(call => call.Callee == layer + ".push").SelectMany(call => call.Arguments, (call, value) => new LayerEntry(value, call.Branches)).ToList();
        var initial = (page.Scripts.Variables.GetValueOrDefault(layer) as JArray ?? []).Where(entry => !pushes.Exists(push => JToken.DeepEquals(push.Value, entry)));
        return initial.Select(entry => new LayerEntry(entry, [])).Concat(pushes);
    }

    private static bool IsOfTagManager(JToken value) => value is JArray list && list.Any(entry => entry is JObject member && member.ContainsKey("gtm.start"));

    /// <summary>Whether an entry is the arguments of <c>gtag</c>, which it pushes as they are.</summary>
    public static bool IsCommand(JToken entry) => entry is JArray { Count: >= 2 } command && TokenText.Text(command[0]) is "event" or "set" or "config" or "js";
}
