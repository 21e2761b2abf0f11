using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>The results of GraphQL mutations in an answer, which is one object or, for a batch, a list of them.</summary>
internal static partial class GraphAnswers
{
    // Longer than any shop's mutation.
    private const int MaxQuery = 65_536;

    /// <summary>The objects under <c>data</c> by one of the names, or by the alias that the request gives it; an answer with errors has none.</summary>
    public static IEnumerable<JObject> Of(DiscoveredPage page, params string[] mutations)
    {
        if (page.IsHtml || page.Document.Exchange.Method != "POST")
        {
            return [];
        }

        var requests = JsonFields.AsList(page.Document.RequestJson).ToArray();
        return JsonFields.AsList(page.Document.Json)
            .Select((answer, number) => (Answer: answer, Request: requests.ElementAtOrDefault(number)))
            .Where(pair => FailedAnswer.ReasonOf(pair.Answer) is null)
            .SelectMany(pair => Names(pair.Request, mutations).Select(name => JsonFields.Find(JsonFields.Find(pair.Answer, "data"), name)).OfType<JObject>());
    }

    // mutation { finish: checkoutComplete(id: $id) { … } }
    private static IEnumerable<string> Names(JToken? request, string[] mutations)
    {
        var query = JsonFields.AsText(JsonFields.Find(request, "query"));
        return query is null or { Length: > MaxQuery }
            ? mutations
            : mutations.Concat(Alias().Matches(query).Where(alias => mutations.Contains(alias.Groups[2].Value, StringComparer.Ordinal)).Select(alias => alias.Groups[1].Value)).Distinct(StringComparer.Ordinal);
    }

    [GeneratedRegex(@"([_A-Za-z][_0-9A-Za-z]*)\s*:\s*([_A-Za-z][_0-9A-Za-z]*)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Alias();
}
