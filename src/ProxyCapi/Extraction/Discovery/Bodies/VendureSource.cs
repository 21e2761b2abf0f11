using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>
/// Vendure's mutations that pay an order: an <c>Order</c> in minor units, or one of several error types. Queries show orders too, but place none.
/// </summary>
internal sealed class VendureSource : IDiscoverySource
{
    private const string Origin = "Vendure order";

    /// <inheritdoc/>
    public void Read(DiscoveredPage page, Findings findings)
    {
        foreach (var result in GraphAnswers.Of(page, "addPaymentToOrder", "transitionOrderToState"))
        {
            Read(result, page, findings);
        }
    }

    private static void Read(JObject order, DiscoveredPage page, Findings findings)
    {
        var type = JsonFields.AsText(JsonFields.Find(order, "__typename"));
        var state = JsonFields.AsText(JsonFields.Find(order, "state"));
        if (type is not (null or "Order") || JsonFields.IsThere(JsonFields.Find(order, "errorCode")))
        {
            findings.Rejections.Add(new(Origin, $"The shop answers with the error '{JsonFields.AsText(JsonFields.Find(order, "errorCode")) ?? type}'."));
        }
        else if (state is not ("PaymentAuthorized" or "PaymentSettled"))
        {
            findings.Rejections.Add(new(Origin, state is null ? "The answer does not say that the order is paid." : $"The order's status is '{state}': it is not paid.") { Kind = RejectionKind.Unpaid });
        }
        else if (JsonFields.AsText(JsonFields.Find(order, "code")) is not { } code || ApiAmount.CurrencyOf(order) is not { } currency
            || ApiAmount.Find(order, page.Numbers, "totalwithtax", "total")?.InMajor(currency, AmountUnit.Minor) is not { } value)
        {
            findings.Rejections.Add(new(Origin, "The page did not ask for the order's code, total and currency."));
        }
        else
        {
            var candidate = new Candidate
            {
                EventName = "Purchase",
                Source = CandidateSource.JsonBody,
                Origin = Origin,
                CustomData = { ["order_id"] = new(code), ["value"] = value, ["currency"] = new(currency) },
            };
            ApiLines.Add(candidate, ApiLines.Of(order), AmountUnit.Minor, page.Numbers with { Currency = currency });
            ApiCustomer.Add(candidate, order, page);
            findings.Candidates.Add(candidate);
        }
    }
}
