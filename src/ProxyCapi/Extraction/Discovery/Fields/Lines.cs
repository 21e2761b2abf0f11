using Newtonsoft.Json.Linq;
using ProxyCapi.Conversions;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Extraction.Discovery.Fields;

/// <summary>The lines of an order.</summary>
internal static class Lines
{
    private static readonly string[] Ids = ["item_id", "id", "sku", "product_id", "productId", "item_sku", "productSku", "product_sku", "productID", "variant_id", "code", "item_code"];
    private static readonly string[] Quantities = ["quantity", "qty", "qty_ordered", "item_quantity"];
    private static readonly string[] Prices = ["price", "item_price", "unit_price", "unitPrice", "product_price"];
    private static readonly string[] Names = ["item_name", "name", "title", "product_name", "productName"];

    /// <summary>Adds the lines of a list as analytics write them; an entry that has no id of any kind is none.</summary>
    public static void Add(Candidate candidate, JToken? list, NumberFormat format)
    {
        foreach (var entry in TokenText.Entries(list))
        {
            if (TokenText.Text(TokenText.Member(entry, Ids)) is { } id)
            {
                var item = new ContentItem { Fields = { ["id"] = new(id) } };
                SetNumbers(item, TokenText.Member(entry, Quantities), TokenText.Member(entry, Prices), format);
                if (TokenText.Text(TokenText.Member(entry, Names)) is { } name)
                {
                    item.Fields["title"] = new(name);
                }

                candidate.Contents.Add(item);
            }
        }
    }

    /// <summary>Quantity and price of one.</summary>
    public static void SetNumbers(ContentItem item, JToken? quantity, JToken? price, NumberFormat format)
    {
        // "2.0" is a quantity in every language.
        if (TokenText.Number(quantity, new NumberFormat('.')) is { } count)
        {
            item.Fields["quantity"] = count;
        }

        if (TokenText.Number(price, format) is { } amount)
        {
            item.Fields["item_price"] = amount;
        }
    }
}
