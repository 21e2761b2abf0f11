using System.Text;
using AngleSharp.Dom;
using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Extraction.Discovery.Embedded;

/// <summary>
/// The data that a page hands to the scripts of its frame: JSON in a script element (<c>__NEXT_DATA__</c>, <c>__NUXT_DATA__</c>, Drupal's settings),
/// a variable (<c>__NUXT__</c>, <c>__INITIAL_STATE__</c>), or the pieces that React streams (<c>__next_f</c>).
/// </summary>
internal static class PageStates
{
    private const string Stream = "__next_f";
    private const int MaxText = 2 << 20;

    private static readonly string[] Words = ["order", "transaction", "purchase"];

    private static readonly string[] Names = ["state", "preloaded", "initial", "bootstrap", "pageprops", "pagedata", "appdata", "serverdata"];

    /// <summary>The states that may speak of an order, with their names for people.</summary>
    public static IEnumerable<(string Origin, JToken State)> Of(DiscoveredPage page)
    {
        var left = MaxText;
        foreach (var script in page.Document.Html.QuerySelectorAll("script[type='application/json' i]"))
        {
            var text = script.TextContent;
            if (MayTell(text) && (left -= text.Length) >= 0 && JsonReading.TryParse(text) is { } state)
            {
                yield return (NameOf(script), script.Id == "__NUXT_DATA__" ? NuxtPayload.Unfold(state) ?? state : state);
            }
        }

        foreach (var (name, value) in page.Scripts.Variables.Where(variable => variable.Key != Stream && IsState(variable.Key)))
        {
            if (JsonFields.AsObject(value) is { } state)
            {
                yield return (name, state);
            }
        }

        foreach (var row in Rows(page))
        {
            yield return (Stream, row);
        }
    }

    private static bool MayTell(string text) => Words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static bool IsState(string name) =>
        name.StartsWith("__", StringComparison.Ordinal) || Names.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string NameOf(IElement script) => script.Id ?? script.GetAttribute("data-drupal-selector") ?? "JSON in a script";

    // [1, "5:[…]\n6:{…}\n"]: pieces of text whose lines are a number and JSON.
    private static IEnumerable<JToken> Rows(DiscoveredPage page)
    {
        var text = new StringBuilder();
        foreach (var call in page.Scripts.Calls.Where(call => call.Callee is Stream + ".push" or "self." + Stream + ".push"))
        {
            if (call.Arguments is [JArray { Count: > 1 } piece, ..] && piece[1] is JValue { Value: string rows } && text.Length + rows.Length < MaxText)
            {
                text.Append(rows);
            }
        }

        foreach (var line in text.ToString().Split('\n').Where(MayTell))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line.AsSpan(colon + 1).TrimStart() is ['[' or '{', ..] && JsonReading.TryParse(line[(colon + 1)..]) is { } row)
            {
                yield return row;
            }
        }
    }
}
