using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Discovery.Refusals;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Extraction.Discovery.Markup;

/// <summary>
/// A schema.org <c>Order</c> (https://schema.org/Order) to a candidate, for JSON-LD and microdata. Several orders on one page are an account's
/// history; an order that is under way or delivered is not a new one, and one that waits for its payment is not sold yet.
/// </summary>
internal static class SchemaOrders
{
    private static readonly string[] NotNew = ["OrderInTransit", "OrderPickupAvailable", "OrderPaymentDue"];

    private static readonly string[] ProductIds = ["sku", "productID", "mpn", "gtin", "gtin13", "gtin14", "gtin12", "gtin8", "identifier"];

    /// <summary>Whether an item is an order.</summary>
    public static bool IsOrder(JToken item) =>
        (JsonFields.Find(item, "@type") switch { JArray types => types, { } type => [type], _ => Enumerable.Empty<JToken>() }).Any(type => Name(JsonFields.AsText(type)) == "Order");

    /// <summary>Adds the page's order.</summary>
    /// <param name="orders">The orders of the page, from one kind of markup.</param>
    /// <param name="source">The kind.</param>
    /// <param name="origin">Its name, for people.</param>
    /// <param name="page">The page.</param>
    /// <param name="findings">Where the order goes.</param>
    public static void Add(IReadOnlyList<JObject> orders, CandidateSource source, string origin, DiscoveredPage page, Findings findings)
    {
        if (orders.Select(order => JsonFields.AsText(OrderId(order))).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            findings.Rejections.Add(new(origin, "the page lists several orders: it is an account's history, not a confirmation"));
            return;
        }

        foreach (var order in orders)
        {
            if (Refusal(JsonFields.AsText(First(JsonFields.Find(order, "orderStatus")))) is { } refusal)
            {
                findings.Rejections.Add(OrderStatus.Reject(origin, refusal));
                continue;
            }

            var candidate = new Candidate { EventName = "Purchase", Source = source, Origin = origin };
            Fill(candidate, order, page.Numbers);
            findings.Candidates.Add(candidate);
        }
    }

    private static string? Refusal(string? status) =>
        status is null ? null
        : Name(status) is { } name && NotNew.Contains(name) ? $"the order's status is {name}"
        : OrderStatus.Refusal(status);

    private static void Fill(Candidate candidate, JObject order, NumberFormat format)
    {
        candidate.SetOrderId(OrderId(order));
        var due = First(JsonFields.Find(order, "totalPaymentDue", "priceSpecification") ?? JsonFields.Find(First(JsonFields.Find(order, "partOfInvoice")), "totalPaymentDue"));
        var offers = JsonFields.AsList(JsonFields.Find(order, "acceptedOffer")).ToArray();
        candidate.SetCurrency(Currency(order) ?? Currency(due) ?? OnlyCurrency(offers));
        var amounts = Amounts.Of(order, format, candidate.CustomData.TryGetValue("currency", out var code) ? code.Text : null);
        candidate.SetValue(First(JsonFields.Find(order, "price", "totalPrice", "total")) ?? First(JsonFields.Find(due, "price", "value")), amounts);
        foreach (var offer in offers)
        {
            AddLine(candidate, First(JsonFields.Find(offer, "itemOffered")) ?? offer, JsonFields.Find(offer, "eligibleQuantity"), offer, amounts);
        }

        foreach (var item in offers.Length > 0 ? [] : JsonFields.AsList(JsonFields.Find(order, "orderedItem")))
        {
            var product = First(JsonFields.Find(item, "orderedItem")) ?? item;
            AddLine(candidate, product, JsonFields.Find(item, "orderQuantity"), First(JsonFields.Find(product, "offers")) ?? item, amounts);
        }

        var customer = new JObject { ["customer"] = First(JsonFields.Find(order, "customer")), ["billing"] = First(JsonFields.Find(order, "billingAddress")) };
        foreach (var (key, values) in CustomerFields.Read(customer))
        {
            candidate.UserData[key] = values;
        }
    }

    private static void AddLine(Candidate candidate, JToken product, JToken? quantity, JToken offer, Amounts amounts)
    {
        var id = ProductIds.Select(name => First(JsonFields.Find(product, name))).Select(token => token is JObject ? JsonFields.Find(token, "value") : token).FirstOrDefault(token => JsonFields.AsText(token) is not null);
        if (id is not null)
        {
            var price = JsonFields.Find(offer, "price") ?? JsonFields.Find(First(JsonFields.Find(offer, "priceSpecification")), "price");
            candidate.AddLine(id, First(quantity) is JObject amount ? JsonFields.Find(amount, "value") : First(quantity), First(price), First(JsonFields.Find(product, "name")), amounts);
        }
    }

    private static JToken? OrderId(JObject order) => First(JsonFields.Find(order, "orderNumber", "confirmationNumber", "identifier"));

    private static JToken? Currency(JToken? item) => First(JsonFields.Find(item, "priceCurrency", "currency"));

    // An order whose lines are all in one currency is in that currency.
    private static JToken? OnlyCurrency(JToken[] offers) =>
        offers.Select(Currency).DistinctBy(JsonFields.AsText).ToArray() is [var only] ? only : null;

    private static JToken? First(JToken? token) => token is JArray list ? list.FirstOrDefault() : token;

    private static string? Name(string? address) => address?.TrimEnd('/')[(address.TrimEnd('/').LastIndexOfAny(['/', ':', '#']) + 1)..];
}
