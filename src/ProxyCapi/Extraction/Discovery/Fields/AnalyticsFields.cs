using System.Globalization;
using Newtonsoft.Json.Linq;
using ProxyCapi.Conversions;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Extraction.Discovery.Fields;

/// <summary>
/// Google Analytics' ways to write an order (shop-pages.md section 6): GA4 (<c>transaction_id</c>, <c>items</c>), Universal Analytics' enhanced
/// e-commerce (<c>purchase.actionField</c>, <c>products</c>) and its classic one (<c>transactionId</c>, <c>transactionProducts</c>).
/// </summary>
internal static class AnalyticsFields
{
    private static readonly string[] Currencies = ["currency", "currencyCode", "currency_code", "transactionCurrency"];
    private static readonly string[] EventIds = ["event_id", "eventID", "eventId", "fb_event_id", "fbEventId"];

    /// <summary>Fills a candidate from an order.</summary>
    /// <param name="candidate">What is filled.</param>
    /// <param name="order">A push, a call's parameters, or the <c>ecommerce</c> object alone.</param>
    /// <param name="format">What is known of the page's numbers.</param>
    /// <param name="currency">The currency, if it was said further out.</param>
    /// <param name="action">The part of Universal Analytics' <c>ecommerce</c> that is meant: <c>purchase</c>, <c>checkout</c>, <c>add</c>, <c>detail</c>.</param>
    public static void Fill(Candidate candidate, JToken? order, NumberFormat format, string? currency = null, string? action = "purchase")
    {
        if (JsonFields.AsObject(order) is not { } data)
        {
            return;
        }

        var ecommerce = JsonFields.FindObject(data, "ecommerce") ?? data;
        var enhanced = action is null ? null : JsonFields.FindObject(ecommerce, action);
        var field = JsonFields.FindObject(enhanced, "actionField");
        var list = enhanced is null
            ? JsonFields.Find(ecommerce, "items", "products", "transactionProducts") ?? JsonFields.Find(data, "items", "products", "transactionProducts")
            : JsonFields.Find(enhanced, "products", "items");
        var lines = JsonFields.AsList(list).Select(JsonFields.AsObject).OfType<JObject>().ToList();

        SetCurrency(candidate, [field, enhanced, ecommerce, data], lines);
        candidate.SetCurrency(currency);
        var amounts = Amounts.Of(enhanced ?? ecommerce, format, candidate.CustomData.TryGetValue("currency", out var code) ? code.Text : null);
        candidate.SetOrderId(JsonFields.Find(field, "id", "transaction_id") ?? First([enhanced, ecommerce, data], "transaction_id", "transactionId"));
        candidate.SetValue(JsonFields.Find(field, "revenue", "value") ?? First([enhanced, ecommerce, data], "value", "revenue", "transactionTotal"), amounts);
        foreach (var line in lines)
        {
            candidate.AddLine(
                JsonFields.Find(line, "item_id", "id", "sku", "product_id", "productId"),
                JsonFields.Find(line, "quantity", "qty"),
                JsonFields.Find(line, "price"),
                JsonFields.Find(line, "item_name", "name"),
                amounts);
        }

        SetCount(candidate);
        candidate.SetEventId(JsonFields.Find(data, EventIds) ?? JsonFields.Find(ecommerce, EventIds));
    }

    /// <summary>The currency of an object, as a code.</summary>
    public static string? Currency(JToken? data) => Amounts.Currency(JsonFields.Find(JsonFields.AsObject(data), Currencies));

    private static JToken? First(ReadOnlySpan<JObject?> places, params ReadOnlySpan<string> names)
    {
        foreach (var place in places)
        {
            if (JsonFields.Find(place, names) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    // GA4 also allows it at each item; items of two currencies are nobody's order.
    private static void SetCurrency(Candidate candidate, ReadOnlySpan<JObject?> places, List<JObject> lines)
    {
        candidate.SetCurrency(First(places, Currencies));
        var atLines = lines.Select(line => Amounts.Currency(JsonFields.Find(line, "currency"))).OfType<string>().Distinct(StringComparer.Ordinal).Take(2).ToList();
        if (atLines.Count == 1)
        {
            candidate.CustomData.TryAdd("currency", new ScalarValue(atLines[0]));
        }
    }

    private static void SetCount(Candidate candidate)
    {
        var sum = 0m;
        foreach (var line in candidate.Contents)
        {
            if (!line.Fields.TryGetValue("quantity", out var quantity)
                || !decimal.TryParse(quantity.Text, NumberStyles.Number, CultureInfo.InvariantCulture, out var count) || Math.Abs(count) > int.MaxValue)
            {
                return;
            }

            sum += count;
        }

        if (candidate.Contents.Count > 0 && sum == decimal.Truncate(sum))
        {
            candidate.CustomData.TryAdd("num_items", new ScalarValue(decimal.Truncate(sum).ToString(CultureInfo.InvariantCulture), ScalarKind.Number));
        }
    }
}
