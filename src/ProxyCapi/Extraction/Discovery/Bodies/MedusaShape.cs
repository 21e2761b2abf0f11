using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Discovery.Refusals;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>
/// Medusa's <c>POST /store/carts/{id}/complete</c>: version 2 answers <c>{ type: "order", order }</c> in decimals, version 1 <c>{ type: "order", data }</c> in minor
/// units; <c>type: "cart"</c> sold nothing.
/// </summary>
internal sealed class MedusaShape : IBodyShape
{
    private const string Origin = "Medusa cart";

    public bool Read(JsonBody body, Findings findings)
    {
        if (!body.Path.Contains("/store/carts/", StringComparison.Ordinal) || !body.Path.EndsWith("/complete", StringComparison.Ordinal))
        {
            return false;
        }

        var isFirst = body.Answer["data"] is JObject;
        var candidate = new Candidate { EventName = "Purchase", Source = CandidateSource.JsonBody, Origin = Origin };
        var order = JsonFields.FindObject(body.Answer, "order", "data");
        var refusal = JsonFields.AsText(body.Answer["type"]) != "order" || order is null ? "the cart was not completed" : OrderStatus.Refusal(order);
        if (order is not null && refusal is null)
        {
            refusal = OrderFields.Read(order, candidate, "en", isFirst);
        }

        // Its pages and its API name an order by its id; the number that people see may repeat between shops of one server.
        if (JsonFields.Find(order, "id") is { } id && JsonFields.AsText(id) is { } text)
        {
            candidate.CustomData["order_id"] = new Conversions.ScalarValue(text);
        }

        if (refusal is not null)
        {
            findings.Rejections.Add(new Rejection(Origin, refusal));
            return true;
        }

        OrderFields.ReadBuyer(order!, body.Request, candidate);
        findings.Candidates.Add(candidate);
        return true;
    }

}
