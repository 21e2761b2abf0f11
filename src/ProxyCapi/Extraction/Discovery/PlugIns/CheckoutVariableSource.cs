using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;

namespace ProxyCapi.Extraction.Discovery.PlugIns;

/// <summary>
/// <c>Shopify.checkout</c> and what copies it: an order in a variable, with an id, a total and its currency. Without <c>order_id</c> it is a
/// checkout that nobody has paid yet.
/// </summary>
internal sealed class CheckoutVariableSource : IDiscoverySource
{
    /// <inheritdoc/>
    public void Read(DiscoveredPage page, Findings findings)
    {
        if (!page.IsHtml || TokenText.Member(page.Scripts.Variables.GetValueOrDefault("Shopify"), "checkout") is not JObject checkout)
        {
            return;
        }

        if (TokenText.Text(TokenText.Member(checkout, "order_id")) is not { } order)
        {
            findings.Rejections.Add(new("Shopify.checkout", "The checkout has no order yet."));
            return;
        }

        var candidate = new Candidate { EventName = "Purchase", Source = CandidateSource.PlugIn, Origin = "Shopify.checkout", CustomData = { ["order_id"] = new(order) } };
        var currency = TokenText.Text(TokenText.Member(checkout, "presentment_currency", "currency"))?.ToUpperInvariant();
        Money.Set(candidate, TokenText.Member(checkout, "total_price"), currency, page.Numbers);
        Lines.Add(candidate, TokenText.Member(checkout, "line_items"), page.Numbers with { Currency = currency });
        foreach (var (key, values) in CustomerFields.Read(checkout))
        {
            candidate.UserData[key] = values;
        }

        Guards.Add(candidate, checkout, findings);
    }
}
