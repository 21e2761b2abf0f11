using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Bodies;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Discovery.Refusals;

namespace ProxyCapi.Extraction.Discovery.Embedded;

/// <summary>
/// An order in the state of a page (<see cref="PageStates"/>). An analytics event that is handed over there counts as one; an order alone counts only
/// if it is the only one and the page's address is that of a confirmation: accounts and carts have orders in their state too.
/// </summary>
internal sealed class PageStateSource : IDiscoverySource
{
    private const int MaxDepth = 24;
    private const int MaxNodes = 50_000;

    public void Read(DiscoveredPage page, Findings findings)
    {
        if (!page.IsHtml)
        {
            return;
        }

        foreach (var (origin, state) in PageStates.Of(page))
        {
            var orders = new List<(JObject Order, string Id)>();
            var left = MaxNodes;
            Walk(state, "", 0, ref left, found =>
            {
                if (!AddEvent(found.Data, origin, page, findings) && ApiOrder.IdOf(found.Data, found.Name) is { } id)
                {
                    orders.Add((found.Data, id));
                }
            });
            AddOrders(orders, origin, page, findings);
        }
    }

    private static void AddOrders(List<(JObject Order, string Id)> orders, string origin, DiscoveredPage page, Findings findings)
    {
        if (orders.Count == 0)
        {
            return;
        }

        if (!PageGuard.IsConfirmation(page))
        {
            findings.Rejections.Add(new(origin, "the page's state has an order, but its address is not that of a confirmation"));
        }
        else if (orders.Select(order => order.Id).Distinct(StringComparer.Ordinal).Skip(1).Any())
        {
            findings.Rejections.Add(new(origin, "the page's state has several orders; which one is new cannot be known"));
        }
        else
        {
            // Of several copies the one that says most.
            var (order, id) = orders.MaxBy(one => one.Order.DescendantsAndSelf().Count());
            ApiOrder.Read(order, id, order.Parent?.Parent as JObject ?? order, (CandidateSource.EmbeddedJson, origin, true), page, findings);
        }
    }

    // { "event": "purchase", "ecommerce": { … } }
    private static bool AddEvent(JObject data, string origin, DiscoveredPage page, Findings findings)
    {
        if (AnalyticsEvents.ToMeta(JsonFields.AsText(JsonFields.Find(data, "event"))) != "Purchase" || JsonFields.Find(data, "ecommerce", "transaction_id") is null)
        {
            return false;
        }

        var candidate = new Candidate { EventName = "Purchase", Source = CandidateSource.EmbeddedJson, Origin = origin };
        AnalyticsFields.Fill(candidate, data, page.Numbers);
        foreach (var (key, values) in CustomerContainers.Read(data))
        {
            candidate.UserData[key] = values;
        }

        findings.AddUnlessRefused(candidate, data);
        return true;
    }

    private static void Walk(JToken token, string name, int depth, ref int left, Action<(JObject Data, string Name)> visit)
    {
        if (depth > MaxDepth || --left < 0)
        {
            return;
        }

        if (token is JObject data)
        {
            visit((data, name));
            foreach (var property in data.Properties())
            {
                Walk(property.Value, property.Name, depth + 1, ref left, visit);
            }
        }
        else if (token is JArray list)
        {
            foreach (var entry in list)
            {
                Walk(entry, name, depth + 1, ref left, visit);
            }
        }
    }
}
