using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;

namespace ProxyCapi.Extraction.Discovery.Trackers;

/// <summary>
/// A tag manager's data layer: GA4 events, enhanced e-commerce and the classic transaction, in one push or in several, and the customer beside
/// them (shop-pages.md sections 1 and 6).
/// </summary>
internal sealed class DataLayerSource : IDiscoverySource
{
    private static readonly string[] EventIds = ["event_id", "eventID", "eventId"];
    private static readonly string[] Customers = ["user_data", "userData", "customer", "user", "customerData", "enhanced_conversion_data", "billing", "visitor", "buyer"];
    private static readonly (string Action, string EventName)[] Enhanced =
        [("purchase", "Purchase"), ("checkout", "InitiateCheckout"), ("add", "AddToCart"), ("detail", "ViewContent")];

    /// <inheritdoc/>
    public void Read(DiscoveredPage page, Findings findings)
    {
        if (!page.IsHtml)
        {
            return;
        }

        foreach (var layer in LayerNames.Of(page))
        {
            // What was pushed before an event stands for it, until it is taken back.
            JToken? ecommerce = null;
            foreach (var entry in LayerNames.Entries(page, layer).Where(entry => entry.Value is JObject))
            {
                ecommerce = Read((JObject)entry.Value, entry, layer, ecommerce, page, findings);
            }
        }
    }

    private static JToken? Read(JObject data, LayerEntry entry, string layer, JToken? before, DiscoveredPage page, Findings findings)
    {
        if (Customer(data) is { Count: > 0 } customer)
        {
            findings.Visitors.Add(new(CandidateSource.DataLayer, $"{layer} customer", customer));
        }

        var hasOwn = data.Properties().Any(property => property.Name.Trim() == "ecommerce");
        var own = Documents.JsonReading.Unwrap(TokenText.Member(data, "ecommerce"));
        var ecommerce = hasOwn ? own : before;
        var name = TokenText.Text(TokenText.Member(data, "event"));
        if (ReadEvent(name, data, hasOwn ? own : null, before, entry, layer, page, findings))
        {
            return ecommerce;
        }

        if (own is JObject && ReadEnhanced(own, data, entry, layer, page, findings))
        {
            return ecommerce;
        }

        if (TokenText.Member(data, "transactionId") is not null && TokenText.Member(data, "transactionTotal") is not null)
        {
            var candidate = New("Purchase", $"{layer} transaction", data, entry);
            AnalyticsFields.Fill(candidate, data, page.Numbers);
            Guards.Add(candidate, data, findings);
        }
        else if (name is null && own is JObject && TokenText.Member(own, "transaction_id") is not null && TokenText.Member(own, "items") is not null)
        {
            var candidate = New("Purchase", $"{layer} ecommerce", data, entry);
            AnalyticsFields.Fill(candidate, own, page.Numbers);
            Guards.Add(candidate, own, findings);
        }

        return ecommerce;
    }

    private static bool ReadEvent(
        string? name, JObject data, JToken? own, JToken? before, LayerEntry entry, string layer, DiscoveredPage page, Findings findings)
    {
        if (EventMapping.OfAnalytics(name) is not { } eventName)
        {
            return false;
        }

        var candidate = New(eventName, $"{layer} {name}", data, entry);
        var source = own as JObject ?? (HasOrder(data) ? data : before as JObject ?? data);
        if (TokenText.Member(source, "purchase") is JObject action && eventName == "Purchase")
        {
            AnalyticsFields.FillEnhanced(candidate, action, page.Numbers, AnalyticsFields.Currency(source) ?? AnalyticsFields.Currency(data));
        }
        else
        {
            AnalyticsFields.Fill(candidate, source, page.Numbers, AnalyticsFields.Currency(data));
        }

        Guards.Add(candidate, source, findings);
        return true;
    }

    private static bool HasOrder(JObject data) => TokenText.Member(data, "transaction_id", "items", "value") is not null;

    private static bool ReadEnhanced(JToken ecommerce, JObject data, LayerEntry entry, string layer, DiscoveredPage page, Findings findings)
    {
        foreach (var (actionName, eventName) in Enhanced)
        {
            if (TokenText.Member(ecommerce, actionName) is JObject action && (eventName != "Purchase" || TokenText.Member(action, "actionField") is not null))
            {
                var candidate = New(eventName, $"{layer} ecommerce.{actionName}", data, entry);
                AnalyticsFields.FillEnhanced(candidate, action, page.Numbers, AnalyticsFields.Currency(ecommerce) ?? AnalyticsFields.Currency(data));
                Guards.Add(candidate, TokenText.Member(action, "actionField"), findings);
                return true;
            }
        }

        return false;
    }

    private static Candidate New(string eventName, string origin, JObject data, LayerEntry entry) => new()
    {
        EventName = eventName,
        Source = CandidateSource.DataLayer,
        Origin = origin,
        Branches = entry.Branches,
        EventId = TokenText.Text(TokenText.Member(data, EventIds)) ?? TokenText.Text(TokenText.Member(TokenText.Member(data, "ecommerce"), EventIds)),
    };

    // Whole objects, orderData.customer among them, and flat keys that say whose they are: customerBillingEmail.
    private static Dictionary<string, List<string>> Customer(JObject data)
    {
        var whole = new JObject();
        foreach (var container in new[] { data, TokenText.Member(data, "orderData", "order", "ecommerce", "page", "transaction") as JObject }.OfType<JObject>())
        {
            foreach (var name in Customers)
            {
                if (TokenText.Member(container, name) is JObject customer && !whole.ContainsKey(name))
                {
                    whole[name] = customer;
                }
            }
        }

        foreach (var property in data.Properties().Where(property => property.Value is JValue && IsOfCustomer(property.Name)))
        {
            whole.TryAdd(property.Name, property.Value);
        }

        return CustomerFields.Read(whole);
    }

    private static bool IsOfCustomer(string name) =>
        name.StartsWith("customer", StringComparison.OrdinalIgnoreCase) || name.StartsWith("user", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("billing", StringComparison.OrdinalIgnoreCase) || name.Trim().Equals("email", StringComparison.OrdinalIgnoreCase);
}
