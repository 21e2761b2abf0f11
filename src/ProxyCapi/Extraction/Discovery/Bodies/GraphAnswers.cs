using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>The results of GraphQL mutations in an answer, which is one object or, for a batch, a list of them.</summary>
internal static class GraphAnswers
{
    /// <summary>The objects under <c>data</c> by one of the names; an answer with errors has none.</summary>
    public static IEnumerable<JObject> Of(DiscoveredPage page, params string[] mutations) =>
        page.IsHtml || page.Document.Exchange.Method != "POST"
            ? []
            : JsonFields.AsList(page.Document.Json)
                .Where(answer => FailedAnswer.ReasonOf(answer) is null)
                .SelectMany(answer => mutations.Select(mutation => JsonFields.Find(JsonFields.Find(answer, "data"), mutation)).OfType<JObject>());
}
