using Newtonsoft.Json.Linq;
using ProxyCapi.Conversions;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Extraction.Discovery.Fields;

/// <summary>The parameters of a pixel call, as Meta names them (meta-capi.md section 4). What a shop adds of its own is not taken over.</summary>
internal static class MetaFields
{
    private static readonly string[] Texts = ["content_type", "content_name", "content_category", "search_string", "delivery_category", "status"];
    private static readonly string[] Numbers = ["value", "predicted_ltv", "net_revenue", "num_items"];
    private static readonly string[] OrderIds = ["order_id", "orderId", "order_number", "orderNumber", "transaction_id", "transactionId"];

    /// <summary>Fills a candidate.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="parameters">The call's parameters, also as JSON text.</param>
    /// <param name="format">What is known of the page's numbers.</param>
    public static void Fill(Candidate candidate, JToken? parameters, NumberFormat format)
    {
        if (Documents.JsonReading.Unwrap(parameters) is not JObject data)
        {
            return;
        }

        var currency = TokenText.Text(TokenText.Member(data, "currency", "currency_code", "currencyCode"))?.ToUpperInvariant();
        Money.Set(candidate, TokenText.Member(data, "value"), currency, format);
        foreach (var name in Numbers.Skip(1))
        {
            if (TokenText.Number(TokenText.Member(data, name), format) is { } number)
            {
                candidate.CustomData[name] = number;
            }
        }

        foreach (var name in Texts)
        {
            if (TokenText.Text(TokenText.Member(data, name)) is { } text)
            {
                candidate.CustomData[name] = new(text);
            }
        }

        if (TokenText.Text(TokenText.Member(data, OrderIds)) is { } order)
        {
            candidate.CustomData["order_id"] = new(order);
        }

        candidate.ContentIds.AddRange(TokenText.Entries(TokenText.Member(data, "content_ids", "content_id")).Select(TokenText.Text).OfType<string>());
        foreach (var entry in TokenText.Entries(TokenText.Member(data, "contents")))
        {
            Add(candidate, entry, format with { Currency = currency ?? format.Currency });
        }
    }

    private static void Add(Candidate candidate, JToken entry, NumberFormat format)
    {
        if (TokenText.Text(TokenText.Member(entry, "id", "content_id")) is not { } id)
        {
            return;
        }

        var item = new ContentItem { Fields = { ["id"] = new(id) } };
        Lines.SetNumbers(item, TokenText.Member(entry, "quantity", "qty"), TokenText.Member(entry, "item_price", "price"), format);
        foreach (var name in (ReadOnlySpan<string>)["delivery_category", "title", "brand", "category"])
        {
            if (TokenText.Text(TokenText.Member(entry, name)) is { } text)
            {
                item.Fields[name] = new(text);
            }
        }

        candidate.Contents.Add(item);
    }
}
