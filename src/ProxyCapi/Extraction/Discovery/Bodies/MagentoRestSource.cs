using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>
/// Magento's REST API: the cart's totals answer the shopper's address, which begins the payment. The order is placed with the payment, whose answer
/// is nothing but its id.
/// </summary>
internal sealed partial class MagentoRestSource : IDiscoverySource
{
    private const string Checkout = "Magento shipping-information";

    /// <inheritdoc/>
    public void Read(DiscoveredPage page, Findings findings)
    {
        var exchange = page.Document.Exchange;
        if (page.IsHtml || exchange.Method is not ("POST" or "PUT"))
        {
            return;
        }

        if (page.Document.Json is JValue answer && JsonFields.AsText(answer) is not null && Placing().IsMatch(exchange.Path))
        {
            findings.Rejections.Add(new("Magento payment-information", "The answer is the order's id alone: its amount stands on no answer to this request."));
        }
        else if (Address().IsMatch(exchange.Path) && JsonFields.Find(page.Document.Json, "totals") is JObject totals && FailedAnswer.ReasonOf(page.Document.Json) is null)
        {
            ReadTotals(totals, page, findings);
        }
    }

    // Amounts are decimals; those that begin with base are in the shop's currency and not in the shopper's. item_id is the line's, not the product's.
    private static void ReadTotals(JObject totals, DiscoveredPage page, Findings findings)
    {
        var candidate = new Candidate { EventName = "InitiateCheckout", Source = CandidateSource.JsonBody, Origin = Checkout };
        candidate.SetCurrency(JsonFields.Find(totals, "quote_currency_code"));
        var amounts = Amounts.Of(totals, page.Numbers, candidate.CustomData.TryGetValue("currency", out var code) ? code.Text : null);
        candidate.SetValue(JsonFields.Find(totals, "grand_total"), amounts);
        candidate.SetAmount("num_items", JsonFields.Find(totals, "items_qty"), amounts);
        var address = JsonFields.Find(page.Document.RequestJson, "addressInformation");
        foreach (var (key, values) in CustomerFields.Read(address))
        {
            candidate.UserData[key] = values;
        }

        findings.Candidates.Add(candidate);
    }

    [GeneratedRegex("/rest/(?:.*/)?V1/(?:guest-)?carts/[^/]+/(?:payment-information|order)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Placing();

    [GeneratedRegex("/rest/(?:.*/)?V1/(?:guest-)?carts/[^/]+/shipping-information$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
