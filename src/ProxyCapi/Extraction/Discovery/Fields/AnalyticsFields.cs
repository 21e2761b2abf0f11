using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Extraction.Discovery.Fields;

/// <summary>
/// The parameters of analytics events: GA4, Universal Analytics with and without enhanced e-commerce (shop-pages.md section 6).
/// </summary>
internal static class AnalyticsFields
{
    private static readonly string[] OrderIds = ["transaction_id", "transactionId", "transactionID", "order_id", "orderId"];
    private static readonly string[] Values = ["value", "transactionTotal", "revenue", "total"];
    private static readonly string[] Currencies = ["currency", "currencyCode", "currency_code", "transactionCurrency"];
    private static readonly string[] Items = ["items", "products", "transactionProducts"];

    /// <summary>Fills a candidate from GA4 parameters or a classic transaction.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="data">The parameters.</param>
    /// <param name="format">What is known of the page's numbers.</param>
    /// <param name="currency">The currency, if it was said further out.</param>
    public static void Fill(Candidate candidate, JToken? data, NumberFormat format, string? currency = null)
    {
        currency = Currency(data) ?? currency;
        Money.Set(candidate, TokenText.Member(data, Values), currency, format);
        if (TokenText.Text(TokenText.Member(data, OrderIds)) is { } order)
        {
            candidate.CustomData["order_id"] = new(order);
        }

        if (TokenText.Text(TokenText.Member(data, "search_term")) is { } search)
        {
            candidate.CustomData["search_string"] = new(search);
        }

        Lines.Add(candidate, TokenText.Member(data, Items), format with { Currency = currency ?? format.Currency });
    }

    /// <summary>Fills a candidate from an action of enhanced e-commerce: <c>purchase: { actionField: { id, revenue }, products: [] }</c>.</summary>
    public static void FillEnhanced(Candidate candidate, JToken? action, NumberFormat format, string? currency)
    {
        var field = TokenText.Member(action, "actionField");
        currency = Currency(field) ?? currency;
        Money.Set(candidate, TokenText.Member(field, "revenue", "value"), currency, format);
        if (TokenText.Text(TokenText.Member(field, "id", "transaction_id")) is { } order)
        {
            candidate.CustomData["order_id"] = new(order);
        }

        Lines.Add(candidate, TokenText.Member(action, "products"), format with { Currency = currency ?? format.Currency });
    }

    /// <summary>The currency of an object, in upper case.</summary>
    public static string? Currency(JToken? data) => TokenText.Text(TokenText.Member(data, Currencies))?.ToUpperInvariant();
}
