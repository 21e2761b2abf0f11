using Newtonsoft.Json.Linq;
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

    /// <inheritdoc/>
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
        var orders = TokenText.Entries(TokenText.Member(data, "orders")).ToArray();
        foreach (var order in orders)
        {
            var candidate = new Candidate { EventName = "Purchase", Source = CandidateSource.EmbeddedJson, Origin = "ordersTrackingData" };
            AnalyticsFields.Fill(candidate, order, page.Numbers, AnalyticsFields.Currency(data));
            if (candidate.OrderId is null && TokenText.Text(TokenText.Member(order, "id")) is { } id)
            {
                candidate.CustomData["order_id"] = new(id);
            }

            // Of several orders nobody says whose the products are.
            if (orders.Length == 1)
            {
                Lines.Add(candidate, TokenText.Member(data, "products"), page.Numbers);
            }

            Guards.Add(candidate, order, findings);
        }
    }

    private static void ReadEvent(JToken data, DiscoveredPage page, Findings findings)
    {
        if (EventMapping.OfMeta(TokenText.Text(TokenText.Member(data, "event", "eventName")), page.Settings) is { } name)
        {
            var payload = TokenText.Member(data, "payload");
            var candidate = new Candidate
            {
                EventName = name,
                Source = CandidateSource.PlugIn,
                Origin = "browserEventData",
                EventId = TokenText.Text(TokenText.Member(data, "eventId", "eventID", "event_id")) ?? TokenText.Text(TokenText.Member(payload, "eventId", "event_id")),
            };
            MetaFields.Fill(candidate, payload, page.Numbers);
            Guards.Add(candidate, payload, findings);
        }
    }
}
