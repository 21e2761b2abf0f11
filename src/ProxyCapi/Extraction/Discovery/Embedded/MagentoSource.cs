using Newtonsoft.Json.Linq;
using ProxyCapi.Configuration.Validation;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Extraction.Discovery.Embedded;

/// <summary>
/// Magento's components, which get their data as JSON in <c>text/x-magento-init</c>: the shop's analytics (<c>ordersTrackingData</c>) and Meta's
/// extension (<c>browserEventData</c>), shop-pages.md section 1.
/// </summary>
internal sealed class MagentoSource : IDiscoverySource
{
    private const int MaxDepth = 8;

    public void Read(DiscoveredPage page, Findings findings)
    {
        if (!page.IsHtml)
        {
            return;
        }

        foreach (var script in page.Document.Html.QuerySelectorAll("script[type='text/x-magento-init' i]"))
        {
            // A page has dozens of them.
            var text = script.TextContent;
            if (text.Contains("ordersTrackingData", StringComparison.Ordinal) || text.Contains("browserEventData", StringComparison.Ordinal))
            {
                Walk(JsonReading.TryParse(text), page, findings, 0);
            }
        }
    }

    private static void Walk(JToken? token, DiscoveredPage page, Findings findings, int depth)
    {
        foreach (var property in depth < MaxDepth ? (token as JObject)?.Properties() ?? [] : [])
        {
            switch (property.Name)
            {
                case "ordersTrackingData": ReadOrders(property.Value, page, findings); break;
                case "browserEventData": ReadEvent(property.Value, page, findings); break;
                default: Walk(property.Value, page, findings, depth + 1); break;
            }
        }
    }

    private static void ReadOrders(JToken data, DiscoveredPage page, Findings findings)
    {
        var orders = JsonFields.AsList(JsonFields.Find(data, "orders")).OfType<JObject>().ToArray();
        foreach (var order in orders)
        {
            var candidate = new Candidate { EventName = "Purchase", Source = CandidateSource.EmbeddedJson, Origin = "ordersTrackingData" };
            // Of several orders nobody says whose the products are.
            var whole = new JObject(order.Properties()) { ["items"] = orders.Length == 1 ? JsonFields.Find(data, "products")?.DeepClone() : null };
            AnalyticsFields.Fill(candidate, whole, page.Numbers);
            candidate.SetOrderId(JsonFields.Find(order, "id"));
            candidate.SetCurrency(JsonFields.Find(data, "currency"));
            findings.AddUnlessRefused(candidate, order);
        }
    }

    private static void ReadEvent(JToken data, DiscoveredPage page, Findings findings)
    {
        if (JsonFields.AsText(JsonFields.Find(data, "event", "eventName")) is { } name && MetaVocabulary.StandardEvents.Contains(name) && JsonFields.FindObject(data as JObject, "payload") is { } payload)
        {
            var candidate = new Candidate { EventName = name, Source = CandidateSource.PlugIn, Origin = "browserEventData" };
            candidate.SetEventId(JsonFields.Find(data, "eventId", "eventID", "event_id"));
            MetaFields.Fill(candidate, payload, page.Numbers);
            findings.AddUnlessRefused(candidate, payload);
        }
    }
}
