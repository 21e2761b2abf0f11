using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Extraction.Discovery.Fields;

/// <summary>Parameters as the Meta pixel takes them (meta-capi.md section 4). Properties of the shop's own are left to rules.</summary>
internal static class MetaFields
{
    private static readonly string[] Texts = ["content_type", "content_name", "content_category", "search_string", "status", "delivery_category"];

    /// <summary>Fills a candidate from the parameters of a pixel's call.</summary>
    /// <param name="candidate">What is filled.</param>
    /// <param name="data">The parameters, or their JSON text.</param>
    /// <param name="format">What is known of the page's numbers.</param>
    public static void Fill(Candidate candidate, JToken? data, NumberFormat format)
    {
        if (JsonFields.AsObject(data) is not { } parameters)
        {
            return;
        }

        candidate.SetCurrency(JsonFields.Find(parameters, "currency", "currency_code", "currencyCode"));
        var currency = candidate.CustomData.TryGetValue("currency", out var code) ? code.Text : null;
        var amounts = Amounts.Of(parameters, format, currency);
        candidate.SetValue(JsonFields.Find(parameters, "value"), amounts);
        candidate.SetOrderId(JsonFields.Find(parameters, "order_id", "orderId", "transaction_id", "transactionId", "order_number"));
        candidate.SetAmount("num_items", JsonFields.Find(parameters, "num_items"), amounts);
        candidate.SetAmount("predicted_ltv", JsonFields.Find(parameters, "predicted_ltv"), amounts);
        foreach (var key in Texts)
        {
            candidate.SetText(key, JsonFields.Find(parameters, key));
        }

        foreach (var line in JsonFields.AsList(JsonFields.Find(parameters, "contents")).Select(JsonFields.AsObject).OfType<JObject>())
        {
            candidate.AddLine(
                JsonFields.Find(line, "id", "content_id", "product_id", "sku"),
                JsonFields.Find(line, "quantity", "qty"),
                JsonFields.Find(line, "item_price", "price"),
                JsonFields.Find(line, "title", "name", "item_name"),
                amounts);
        }

        candidate.ContentIds.AddRange(Ids(JsonFields.Find(parameters, "content_ids", "content_id")).Distinct(StringComparer.Ordinal));

        // Plug-ins that have no fourth argument put the id here.
        candidate.SetEventId(JsonFields.Find(parameters, "eventID", "event_id", "eventId"));
    }

    // A list, a list as JSON text, or one id.
    private static IEnumerable<string> Ids(JToken? token) =>
        Documents.JsonReading.Unwrap(token) is JContainer list ? JsonFields.AsList(list).Select(JsonFields.AsText).OfType<string>()
        : JsonFields.AsText(token) is { } id ? [id]
        : [];
}
