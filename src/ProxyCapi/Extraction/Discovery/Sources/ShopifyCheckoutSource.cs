using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Discovery.Refusals;

namespace ProxyCapi.Extraction.Discovery.Sources;

/// <summary><c>Shopify.checkout</c>: the order that a checkout of Shopify's kind leaves on its thank-you page. Without an order's id nothing was sold yet.</summary>
internal sealed class ShopifyCheckoutSource : IDiscoverySource
{
    private const string Origin = "Shopify.checkout";

    public void Read(DiscoveredPage page, Findings findings)
    {
        var shop = JsonFields.AsObject(page.Scripts.Variables.GetValueOrDefault("Shopify"));

        // Beside it there is Shopify.Checkout, which tells of the step and not of the order.
        if (JsonFields.AsObject(shop?["checkout"]) is not { } checkout || JsonFields.Find(checkout, "order_id", "order_number") is not { } order)
        {
            return;
        }

        if (OrderStatus.Refusal(checkout) is { } refusal)
        {
            findings.Rejections.Add(OrderStatus.Reject(Origin, refusal));
            return;
        }

        var candidate = new Candidate { EventName = "Purchase", Source = CandidateSource.PlugIn, Origin = Origin, IsRemark = true };
        candidate.SetOrderId(order);
        candidate.SetCurrency(JsonFields.Find(checkout, "currency", "presentment_currency"));
        var currency = candidate.CustomData.TryGetValue("currency", out var code) ? code.Text : null;
        var amounts = Amounts.Of(checkout, page.Numbers, currency);
        candidate.SetValue(JsonFields.Find(checkout, "total_price"), amounts);
        foreach (var line in JsonFields.AsList(JsonFields.Find(checkout, "line_items")).OfType<JObject>())
        {
            candidate.AddLine(
                JsonFields.Find(line, "sku", "variant_id", "product_id", "id"),
                JsonFields.Find(line, "quantity"),
                JsonFields.Find(line, "price"),
                JsonFields.Find(line, "title", "name"),
                amounts);
        }

        foreach (var (key, values) in CustomerFields.Read(checkout))
        {
            candidate.UserData[key] = values;
        }

        findings.Candidates.Add(candidate);
    }
}
