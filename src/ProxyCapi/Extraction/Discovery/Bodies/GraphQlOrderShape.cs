using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Discovery.Refusals;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>
/// Orders in GraphQL answers: Vendure's <c>addPaymentToOrder</c> and <c>transitionOrderToState</c> (integers in minor units; an error is another type of the
/// union), Saleor's <c>checkoutComplete</c> (decimals; its own list of errors).
/// </summary>
internal sealed class GraphQlOrderShape : IBodyShape
{
    public bool Read(JsonBody body, Findings findings)
    {
        if (body.Answer["data"] is not JObject data)
        {
            return false;
        }

        if (JsonFields.FindObject(data, "checkoutComplete") is { } complete)
        {
            Read("Saleor checkoutComplete", JsonFields.FindObject(complete, "order"), complete["errors"] is JArray { Count: > 0 } ? "the checkout has errors" : null, false, body, findings);
            return true;
        }

        if (JsonFields.FindObject(data, "addPaymentToOrder", "transitionOrderToState") is not { } vendure)
        {
            return false;
        }

        var isPlaced = JsonFields.AsText(vendure["state"]) is "PaymentAuthorized" or "PaymentSettled";
        var isError = JsonFields.Find(vendure, "errorCode") is not null || (JsonFields.AsText(vendure["__typename"]) ?? "Order") != "Order";
        Read("Vendure order", vendure, isError ? "the payment was refused" : isPlaced ? null : "the order is not paid yet", true, body, findings);
        return true;
    }

    private static void Read(string origin, JObject? order, string? refusal, bool isMinor, JsonBody body, Findings findings)
    {
        var candidate = new Candidate { EventName = "Purchase", Source = CandidateSource.JsonBody, Origin = origin };
        refusal ??= order is null ? "the answer has no order" : OrderStatus.Refusal(order);
        if (refusal is null && isMinor)
        {
            // "total" is without tax; an order that was not asked for its gross total says no amount that the shopper paid.
            refusal = JsonFields.Find(order, "totalWithTax") is not null ? null : "the answer was not asked for the total with tax";
            order = (JObject)order!.DeepClone();
            order["total"] = JsonFields.Find(order, "totalWithTax")?.DeepClone();
        }

        refusal ??= OrderFields.Read(order!, candidate, "en", isMinor);
        if (refusal is not null)
        {
            findings.Rejections.Add(new Rejection(origin, refusal));
            return;
        }

        OrderFields.ReadBuyer(order!, body.Request?["variables"] as JObject, candidate);
        findings.Candidates.Add(candidate);
    }
}
