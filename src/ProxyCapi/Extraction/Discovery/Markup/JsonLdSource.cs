using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Extraction.Discovery.Markup;

/// <summary>schema.org orders in JSON-LD. Only what the page itself is about: the blocks' roots, their graphs and their main entities.</summary>
internal sealed class JsonLdSource : IDiscoverySource
{
    public void Read(DiscoveredPage page, Findings findings)
    {
        if (page.IsHtml)
        {
            var blocks = page.Document.Html.QuerySelectorAll("script[type='application/ld+json' i]").Select(script => JsonReading.TryParse(Unwrap(script.TextContent)));
            SchemaOrders.Add([.. blocks.SelectMany(Roots).Where(SchemaOrders.IsOrder).OfType<JObject>()], CandidateSource.JsonLd, "JSON-LD Order", page, findings);
        }
    }

    // Templates wrap blocks so that old browsers and validators leave them alone.
    private static string Unwrap(string text)
    {
        var json = text.Trim();
        foreach (var (start, end) in (ReadOnlySpan<(string, string)>)[("//<![CDATA[", "//]]>"), ("/*<![CDATA[*/", "/*]]>*/"), ("<![CDATA[", "]]>"), ("<!--", "-->")])
        {
            if (json.StartsWith(start, StringComparison.Ordinal) && json.EndsWith(end, StringComparison.Ordinal) && json.Length >= start.Length + end.Length)
            {
                json = json[start.Length..^end.Length].Trim();
            }
        }

        return json;
    }

    private static IEnumerable<JToken> Roots(JToken? block) => block switch
    {
        JArray list => list.SelectMany(Roots),
        JObject item when item["@graph"] is JArray graph => graph.SelectMany(Roots),
        JObject item when item["mainEntity"] is JObject entity => [item, entity],
        JObject item => [item],
        _ => [],
    };
}
