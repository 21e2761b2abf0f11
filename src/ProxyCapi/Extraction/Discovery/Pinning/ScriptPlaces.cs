using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Extraction.Discovery.Pinning;

/// <summary>Places in a page's scripts: paths where the script is JSON, else the first value behind a name, looked for from the event's name on.</summary>
internal static partial class ScriptPlaces
{
    private const int MaxText = 256 * 1024;
    private const int MaxPairs = 2000;

    /// <summary>What <c>purchase</c> and the like may stand in: enough to tell it from <c>purchase_cancelled</c>.</summary>
    private static readonly string[] Quotes = ["'", "\"", "\\\"", "`"];

    /// <summary>The places of one field, the best first.</summary>
    /// <param name="document">The page.</param>
    /// <param name="field">Meta's key.</param>
    /// <param name="eventNames">What trackers call the event, the likeliest first.</param>
    public static IEnumerable<PinnedPlace> Of(ExchangeDocument document, string field, IReadOnlyList<string> eventNames) =>
        Scripts(document).SelectMany(text => JsonReading.TryParse(text) is JContainer json ? OfJson(json, text, field) : OfCode(text, field, eventNames))
            .OrderByDescending(place => place.Fit);

    /// <summary>The name of the event as it stands in a script, with its quotes; <see langword="null"/> if none has it.</summary>
    public static string? FindAnchor(ExchangeDocument document, IReadOnlyList<string> eventNames) =>
        Scripts(document).SelectMany(text => Anchors(text, eventNames)).FirstOrDefault();

    private static IEnumerable<string> Scripts(ExchangeDocument document) =>
        document.Json is not null ? [] : document.Html.Scripts.OfType<IHtmlScriptElement>().Select(script => script.Text).Where(text => text.Length is > 0 and <= MaxText);

    /// <summary>
    /// Texts that tell the script from others, the most telling first: <c>"event": "purchase"</c>, <c>'track', 'Purchase'</c>, and the name alone, with its quotes so that it
    /// is not <c>purchase_cancelled</c>.
    /// </summary>
    private static IEnumerable<string> Anchors(string text, IReadOnlyList<string> eventNames)
    {
        foreach (var name in eventNames)
        {
            foreach (var quoted in Quotes.Select(quote => quote + name + quote).Where(quoted => text.Contains(quoted, StringComparison.Ordinal)))
            {
                if (Regex.Match(text, $$"""\\?["']?[A-Za-z_$][\w$]{1,30}\\?["']? ?[:,] ?{{Regex.Escape(quoted)}}""", RegexOptions.CultureInvariant) is { Success: true } told)
                {
                    yield return told.Value;
                }

                yield return quoted;
            }
        }
    }

    private static IEnumerable<PinnedPlace> OfJson(JContainer json, string text, string field)
    {
        foreach (var (path, names, fit) in JsonPlaces.Of(json, field))
        {
            // The longest name on the way tells the script best from others.
            foreach (var name in names.OrderByDescending(name => name.Length).Select(name => $"\"{name}\"").Where(name => text.Contains(name, StringComparison.Ordinal)).Take(3))
            {
                yield return new PinnedPlace($"script:{RuleText.Quote(name)}|json:{RuleText.Argument(path)}", fit);
            }
        }
    }

    private static IEnumerable<PinnedPlace> OfCode(string text, string field, IReadOnlyList<string> eventNames)
    {
        var anchors = Anchors(text, eventNames).ToList();
        foreach (Match pair in Pair().Matches(text).Take(MaxPairs))
        {
            var key = pair.Groups["key"].Value;
            var fit = key == "price" ? 0 : PlaceNames.Fit(field, key, []);
            if (fit == 0)
            {
                continue;
            }

            var value = Value(pair);
            foreach (var anchor in anchors)
            {
                yield return new PinnedPlace($"script:{RuleText.Quote(anchor)}|regex:{RuleText.Quote($"{Escape(anchor)}[\\s\\S]*?{value}")}", fit);
                yield return new PinnedPlace($"script:{RuleText.Quote(anchor)}|regex:{RuleText.Quote(value)}", fit);
            }

            yield return new PinnedPlace($"script:{RuleText.Argument(Name(pair))}|regex:{RuleText.Quote(value)}", fit);
        }
    }

    // With its quotes, where it has some.
    private static string Name(Match pair) => pair.Groups["keyQuote"].Value + pair.Groups["key"].Value + pair.Groups["keyQuote"].Value;

    /// <summary>The name, its sign and its value as a pattern: blanks may differ on the next page, quotes do not.</summary>
    private static string Value(Match pair)
    {
        var nameEnd = Regex.Escape(pair.Groups["keyQuote"].Value);
        var quote = Regex.Escape(pair.Groups["quote"].Value);
        var call = pair.Groups["call"].Success ? $@"{pair.Groups["call"].Value}\s*\(\s*" : "";
        var value = quote.Length > 0 ? $@"([^{quote[^1]}\\]*){quote}" : @"([^\s,;})\]]+)";
        return $@"\b{Regex.Escape(pair.Groups["key"].Value)}{nameEnd}\s*{pair.Groups["sign"].Value}\s*{call}{quote}{value}";
    }

    // Blanks need no escape here, and are read better without.
    private static string Escape(string text) => Regex.Escape(text).Replace("\\ ", " ", StringComparison.Ordinal);

    // value: 84.9    "value":"104.70"    \"total\":\"104.70\"    total = parseFloat('84.90')
    [GeneratedRegex("""
        \b(?<key>[A-Za-z_$][\w$]*)(?<keyQuote>\\?["'])?\s*(?<sign>[:=])\s*(?:(?<call>parseFloat|Number|String)\s*\(\s*)?(?:(?<quote>\\?["'`])[^"'`\\]+|[^\s"'`,;})\]]+)
        """, RegexOptions.CultureInvariant)]
    private static partial Regex Pair();
}
