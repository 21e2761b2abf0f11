using Newtonsoft.Json.Linq;
using ProxyCapi.Conversions;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Extraction.Discovery.Markup;

/// <summary>
/// A schema.org <c>Order</c> (https://schema.org/Order) to a candidate, for JSON-LD and microdata. Several orders on one page are an account's
/// history; an order that is under way or delivered is not a new one, and one that waits for its payment is not sold yet.
/// </summary>
internal static class SchemaOrders
{
    private static readonly string[] Statuses =
        ["OrderCancelled", "OrderProblem", "OrderReturned", "OrderDelivered", "OrderInTransit", "OrderPickupAvailable", "OrderPaymentDue"];

    private static readonly string[] ProductIds = ["sku", "productID", "productId", "mpn", "gtin", "gtin13", "gtin14", "gtin12", "gtin8", "identifier"];

    /// <summary>Whether an item is an order.</summary>
    public static bool IsOrder(JToken item) => TokenText.Entries(TokenText.Member(item, "@type")).Any(type => Name(TokenText.Text(type)) == "Order");

    /// <summary>Adds the page's order.</summary>
    /// <param name="orders">The orders of the page, from one kind of markup.</param>
    /// <param name="source">The kind.</param>
    /// <param name="origin">Its name, for people.</param>
    /// <param name="page">The page.</param>
    /// <param name="findings">Where the order goes.</param>
    public static void Add(IReadOnlyList<JObject> orders, CandidateSource source, string origin, DiscoveredPage page, Findings findings)
    {
        if (orders.Select(OrderId).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            findings.Rejections.Add(new(origin, "The page lists several orders: it is an account's history, not a confirmation."));
            return;
        }

        foreach (var order in orders)
        {
            if (Name(TokenText.Text(TokenText.Member(order, "orderStatus"))) is { } status && Statuses.Contains(status))
            {
                findings.Rejections.Add(new(origin, $"The order's status is {status}."));
                continue;
            }

            var candidate = new Candidate { EventName = "Purchase", Source = source, Origin = origin };
            Fill(candidate, order, page.Numbers);
            findings.Candidates.Add(candidate);
        }
    }

    private static void Fill(Candidate candidate, JObject order, NumberFormat format)
    {
        if (OrderId(order) is { } id)
        {
            candidate.CustomData["order_id"] = new(id);
        }

        var due = First(TokenText.Member(order, "totalPaymentDue", "priceSpecification") ?? TokenText.Member(First(TokenText.Member(order, "partOfInvoice")), "totalPaymentDue"));
        var currency = Currency(order) ?? Currency(due);
        var price = TokenText.Member(order, "price", "totalPrice", "total") ?? TokenText.Member(due, "price", "value");
        Money.Set(candidate, First(price), currency ?? OnlyCurrencyOfOffers(order), Of(format, currency));
        foreach (var offer in TokenText.Entries(TokenText.Member(order, "acceptedOffer")))
        {
            AddLine(candidate, First(TokenText.Member(offer, "itemOffered")) ?? offer, Quantity(TokenText.Member(offer, "eligibleQuantity")), Price(offer), Of(format, currency));
        }

        foreach (var item in TokenText.Entries(TokenText.Member(order, "orderedItem")).Where(_ => candidate.Contents.Count == 0).ToArray())
        {
            var product = First(TokenText.Member(item, "orderedItem")) ?? item;
            AddLine(candidate, product, Quantity(TokenText.Member(item, "orderQuantity")), Price(First(TokenText.Member(product, "offers")) ?? item), Of(format, currency));
        }

        var customer = new JObject { ["customer"] = First(TokenText.Member(order, "customer")), ["billing"] = First(TokenText.Member(order, "billingAddress")) };
        foreach (var (key, values) in CustomerFields.Read(customer))
        {
            candidate.UserData[key] = values;
        }
    }

    private static void AddLine(Candidate candidate, JToken product, JToken? quantity, JToken? price, NumberFormat format)
    {
        var id = ProductIds.Select(name => First(TokenText.Member(product, name))).Select(token => TokenText.Text(token) ?? TokenText.Text(TokenText.Member(token, "value"))).FirstOrDefault(text => text is not null);
        if (id is null)
        {
            return;
        }

        var item = new ContentItem { Fields = { ["id"] = new(id) } };
        Lines.SetNumbers(item, quantity, price, format);
        if (TokenText.Text(TokenText.Member(product, "name")) is { } name)
        {
            item.Fields["title"] = new(name);
        }

        candidate.Contents.Add(item);
    }

    private static string? OrderId(JObject order) => TokenText.Text(First(TokenText.Member(order, "orderNumber", "confirmationNumber", "identifier")));

    private static string? Currency(JToken? item) => TokenText.Text(First(TokenText.Member(item, "priceCurrency", "currency")))?.ToUpperInvariant();

    // An order whose lines are all in one currency is in that currency.
    private static string? OnlyCurrencyOfOffers(JObject order)
    {
        var all = TokenText.Entries(TokenText.Member(order, "acceptedOffer")).Select(Currency).Distinct().ToArray();
        return all.Length == 1 ? all[0] : null;
    }

    private static JToken? Price(JToken? offer) => First(TokenText.Member(offer, "price") ?? TokenText.Member(First(TokenText.Member(offer, "priceSpecification")), "price"));

    private static JToken? Quantity(JToken? quantity) => First(quantity) is JObject amount ? TokenText.Member(amount, "value") : First(quantity);

    private static JToken? First(JToken? token) => token is JArray list ? list.FirstOrDefault() : token;

    private static NumberFormat Of(NumberFormat format, string? currency) => format with { Currency = currency ?? format.Currency };

    private static string? Name(string? address) => address?.TrimEnd('/')[(address.TrimEnd('/').LastIndexOfAny(['/', ':', '#']) + 1)..];
}
