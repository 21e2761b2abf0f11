using ProxyCapi.Extraction.Discovery.Fields;

namespace ProxyCapi.Extraction.Discovery.Pinning;

/// <summary>
/// Whether a name on a page can be that of a field. The right number at the wrong name (the price of the only line) would be wrong on the next page.
/// </summary>
internal static class PlaceNames
{
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["value"] =
        [
            "value", "grandtotal", "ordertotal", "totalprice", "total", "transactiontotal", "revenue", "totalvalue", "ordervalue", "orderamount", "totalamount",
            "totalpaid", "totalwithtax", "amount", "gross", "price",
        ],
        ["currency"] = ["currency", "currencycode", "pricecurrency", "transactioncurrency", "presentmentcurrency", "currencyisocode"],
        ["order_id"] =
        [
            "orderid", "transactionid", "ordernumber", "incrementid", "orderno", "ordercode", "orderreference", "orderref", "confirmationnumber", "displayid", "reference", "number",
            "code", "id",
        ],
        ["event_id"] = ["eventid", "eid", "fbeventid"],
    };

    private static readonly HashSet<string> PartOfAnOrder = new(StringComparer.Ordinal)
    {
        "item", "items", "line", "lines", "product", "products", "contents", "offer", "offers", "offered", "ordered", "unit", "tax", "vat", "shipping", "delivery", "sub", "subtotal", "discount",
        "net", "customer", "user", "buyer", "billing", "original", "regular", "pixel", "coupon",
    };

    /// <summary>How well the name fits: 0 not at all, more is better.</summary>
    /// <param name="field">Meta's key.</param>
    /// <param name="name">The place's own name.</param>
    /// <param name="around">Names of what it stands in, the nearest last.</param>
    public static int Fit(string field, string name, IReadOnlyList<string> around)
    {
        var words = FieldWords.Of(name);
        var joined = string.Concat(words);
        if (!Known.TryGetValue(field, out var names))
        {
            return joined == string.Concat(FieldWords.Of(field)) ? 2 : 0;
        }

        if (field is "value" or "order_id" && (words.Exists(PartOfAnOrder.Contains) || around.SelectMany(FieldWords.Of).Any(PartOfAnOrder.Contains)))
        {
            return 0;
        }

        var known = Array.IndexOf(names, joined);
        return known >= 0 ? 1 + names.Length - known
            // total: { amount: … }, currency: { code: … }
            : around.Count > 0 && Array.IndexOf(names, string.Concat(FieldWords.Of(around[^1]))) is >= 0 and var parent && joined is "amount" or "code" or "value" or "iso" or "isocode" ? 1 + names.Length - parent
            : 0;
    }
}
