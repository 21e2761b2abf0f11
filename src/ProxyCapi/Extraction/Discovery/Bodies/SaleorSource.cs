using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Discovery.Refusals;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>Saleor's <c>checkoutComplete</c>: amounts are decimals, and the order is missing while the payment waits for the shopper.</summary>
internal sealed class SaleorSource : IDiscoverySource
{
    private const string Origin = "Saleor checkoutComplete";

    /// <inheritdoc/>
    public void Read(DiscoveredPage page, Findings findings)
    {
        foreach (var result in GraphAnswers.Of(page, "checkoutComplete"))
        {
            Read(result, page, findings);
        }
    }

    private static void Read(JObject result, DiscoveredPage page, Findings findings)
    {
        var order = JsonFields.Find(result, "order");
        if (JsonFields.Find(result, "errors") is JArray { Count: > 0 })
        {
            findings.Rejections.Add(new(Origin, "The answer lists errors."));
        }
        else if (order is not JObject)
        {
            findings.Rejections.Add(new(Origin, "There is no order yet: the payment has to be confirmed.") { Kind = RejectionKind.Unpaid });
        }
        else if (JsonFields.AsText(JsonFields.Find(order, "number", "id")) is not { } id || ApiAmount.Find(order, page.Numbers, "total") is not { Currency: { } currency } total
            || total.InMajor(currency, AmountUnit.Major) is not { } value)
        {
            findings.Rejections.Add(new(Origin, "The page did not ask for the order's number, total and currency."));
        }
        else
        {
            var candidate = new Candidate
            {
                EventName = "Purchase",
                Source = CandidateSource.JsonBody,
                Origin = Origin,
                CustomData = { ["order_id"] = new(id), ["value"] = value, ["currency"] = new(currency) },
            };
            ApiLines.Add(candidate, ApiLines.Of(order), AmountUnit.Major, page.Numbers with { Currency = currency });
            ApiCustomer.Add(candidate, order, page);
            if (JsonFields.AsText(JsonFields.Find(order, "status")) is { } status && OrderStatus.Refusal(status) is not null)
            {
                findings.Rejections.Add(new(Origin, $"The order's status is '{status}'.") { Kind = RejectionKind.Unpaid });
            }
            else
            {
                findings.AddUnlessRefused(candidate, order);
            }
        }
    }
}
