using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>Reads an order as shops' own APIs write one. Amounts are scaled only where the shape says that they are minor units.</summary>
internal static class OrderFields
{
    private static readonly string[] Ids = ["number", "orderNumber", "order_number", "order_id", "orderId", "display_id", "code", "reference", "id"];
    private static readonly string[] Totals = ["total", "grand_total", "grandTotal", "totalPrice", "total_price", "totalAmount", "total_amount", "orderTotal", "order_total", "orderAmount", "amount", "totalWithTax"];
    private static readonly string[] MinorTotals = ["amount_minor", "total_minor", "totalMinor", "total_cents", "totalCents", "totalInCents", "total_in_cents", "amount_cents", "amountInCents", "grandTotalInCents", "grand_total_cents"];
    private static readonly string[] Currencies = ["currency", "currencyCode", "currency_code", "currencyIso"];
    private static readonly string[] Lists = ["items", "lines", "line_items", "lineItems", "orderLines", "order_lines", "products"];
    private static readonly string[] Prices = ["unit_price", "unitPrice", "price", "unitPriceWithTax", "item_price", "price_cents", "unit_price_cents", "unitPriceInCents", "priceInCents"];

    /// <summary>The order's number or id.</summary>
    public static JValue? Id(JObject order) => JsonFields.Find(order, Ids) is JValue { Type: JTokenType.String or JTokenType.Integer } id ? id : null;

    /// <summary>Reads an order into a candidate.</summary>
    /// <param name="order">The order.</param>
    /// <param name="candidate">What is filled.</param>
    /// <param name="language">Language of amounts that are text.</param>
    /// <param name="isMinor">Whether amounts are minor units; <see langword="null"/> if only the order's own words say so.</param>
    /// <returns>Why the total cannot be told, or <see langword="null"/>.</returns>
    public static string? Read(JObject order, Candidate candidate, string? language, bool? isMinor)
    {
        var minorTotal = JsonFields.Find(order, MinorTotals);
        var total = minorTotal ?? JsonFields.Find(order, Totals);
        total = JsonFields.FindObject(total as JObject, "gross") ?? total;
        var money = total as JObject;
        candidate.SetOrderId(Id(order));
        candidate.SetCurrency(JsonFields.Find(money, Currencies) ?? JsonFields.Find(order, Currencies));
        var currency = candidate.CustomData.TryGetValue("currency", out var code) ? code.Text : null;
        var amounts = Amounts.Of(order, NumberFormat.OfLanguage(language), currency);
        var scaled = isMinor ?? (minorTotal is not null || order["minor_units"] is JValue { Value: true } || money?["minor_units"] is JValue { Value: true });
        var amount = money is null ? total : JsonFields.Find(money, "amount", "value");
        if (!scaled && isMinor is null && amount is { Type: JTokenType.Integer } && MinorUnits.Decimals(currency) > 0)
        {
            return "the total is a whole number: it may be minor units (cents), which a rule can say";
        }

        var decimals = MinorUnits.Decimals(currency);
        candidate.SetValue(scaled ? MinorUnits.Scale(amount, decimals) : amount, amounts);
        foreach (var line in JsonFields.AsList(JsonFields.Find(order, Lists)).OfType<JObject>())
        {
            var product = JsonFields.FindObject(line, "productVariant", "variant", "product");
            var price = JsonFields.Find(line, Prices);
            price = JsonFields.Find(JsonFields.FindObject(price as JObject, "gross") ?? price as JObject, "amount", "value") ?? price;
            candidate.AddLine(
                JsonFields.Find(line, "sku", "variant_sku", "productSku", "product_id", "productId", "variant_id", "id") is { } id && JsonFields.Find(product, "sku") is null ? id : JsonFields.Find(product, "sku", "id"),
                JsonFields.Find(line, "quantity", "qty"),
                scaled ? MinorUnits.Scale(price, decimals) : price,
                JsonFields.Find(line, "title", "name", "productName"),
                amounts);
        }

        return candidate.CustomData.ContainsKey("value") && currency is not null ? null : "the answer has no clear total with a currency";
    }

    /// <summary>The buyer, from the order and from the request: often only the request says it.</summary>
    public static void ReadBuyer(JObject order, JObject? request, Candidate candidate)
    {
        foreach (var source in (ReadOnlySpan<JObject?>)[order, request])
        {
            foreach (var (key, values) in source is null ? [] : source == request ? CustomerFields.Read(source) : CustomerContainers.Read(source))
            {
                candidate.UserData.TryAdd(key, values);
            }
        }
    }
}
