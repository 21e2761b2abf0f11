using System.Globalization;
using Newtonsoft.Json.Linq;
using ProxyCapi.Conversions;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>The lines of an order in an API's words, where <c>id</c> is the line's own and the product lies deeper.</summary>
internal static class ApiLines
{
    private const decimal Most = 1_000_000_000;
    private const decimal MostRatio = 20;

    private static readonly string[] Lists = ["items", "lines", "line_items", "lineItems", "order_items", "orderItems", "order_lines", "orderLines", "products", "entries"];
    private static readonly string[] Skus = ["item_id", "sku", "product_sku", "productSku", "variant_sku", "item_sku", "product_id", "productId", "variant_id", "variantId", "item_code", "code"];
    private static readonly string[] Products = ["productVariant", "variant", "product", "item", "merchandise"];
    private static readonly string[] Quantities = ["quantity", "qty", "qty_ordered", "item_quantity", "count"];
    private static readonly string[] Prices = ["unitpricewithtax", "unitpricegross", "unitprice", "itemprice", "productprice", "saleprice", "price"];

    /// <summary>The list of lines in an order.</summary>
    public static JToken? Of(JToken? order) => JsonFields.Find(order, Lists) switch
    {
        JArray { Count: > 0 } list => list,
        // BigCommerce keeps a list of each kind: lineItems: { physicalItems: […], digitalItems: […] }
        JObject kinds when kinds.PropertyValues().OfType<JArray>().SelectMany(kind => kind.OfType<JObject>()).ToArray() is { Length: > 0 } lines => new JArray(lines),
        _ => null,
    };

    /// <summary>Adds the lines; prices only where their unit is known, and where they can belong to the order's total.</summary>
    /// <param name="candidate">The order, with its value and currency.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="unsaid">The unit of prices that do not say theirs.</param>
    /// <param name="format">What is known of the numbers.</param>
    public static void Add(Candidate candidate, JToken? lines, AmountUnit unsaid, NumberFormat format)
    {
        if (lines is not JArray list)
        {
            return;
        }

        var currency = candidate.CustomData.GetValueOrDefault("currency").Text;
        foreach (var line in list.OfType<JObject>())
        {
            if (IdOf(line) is not { } id)
            {
                continue;
            }

            var item = new ContentItem { Fields = { ["id"] = new(id) } };
            if (new Amounts(new NumberFormat('.')).Read(JsonFields.Find(line, Quantities)) is { } quantity)
            {
                item.Fields["quantity"] = quantity;
            }

            if (currency is not null && ApiAmount.Find(line, format, Prices)?.InMajor(currency, unsaid) is { } price)
            {
                item.Fields["item_price"] = price;
            }

            if (JsonFields.AsText(JsonFields.Find(line, "title", "name", "product_name", "productName") ?? JsonFields.Find(JsonFields.Find(line, Products), "name", "title")) is { } title)
            {
                item.Fields["title"] = new(title);
            }

            candidate.Contents.Add(item);
        }

        DropOtherUnits(candidate);
    }

    private static string? IdOf(JObject line)
    {
        var product = JsonFields.Find(line, Products);
        return JsonFields.AsText(JsonFields.Find(line, Skus))
            ?? JsonFields.AsText(JsonFields.Find(product, "sku", "id", "code"))
            ?? JsonFields.AsText(product)
            ?? JsonFields.AsText(JsonFields.Find(line, "id"));
    }

    // Cents beside pounds make a sum that is a hundred times the total: discounts and shipping never do that.
    private static void DropOtherUnits(Candidate candidate)
    {
        var sum = candidate.Contents.Sum(item => NumberOf(item, "item_price", 0) * NumberOf(item, "quantity", 1));
        if (candidate.CustomData.TryGetValue("value", out var value)
            && decimal.Parse(value.Text, CultureInfo.InvariantCulture) is > 0 and < Most and var total && sum > 0 && (sum > total * MostRatio || sum * MostRatio < total))
        {
            candidate.Contents.ForEach(item => item.Fields.Remove("item_price"));
        }
    }

    // What nobody can have bought is kept out of the sum, so that it cannot overflow.
    private static decimal NumberOf(ContentItem item, string key, decimal otherwise) =>
        item.Fields.TryGetValue(key, out var text) && decimal.TryParse(text.Text, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < Most ? number : otherwise;
}
