using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Discovery.Refusals;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>A shop's own <c>POST …/orders</c>: an order, also one wrapper deep, with a number and a total in a currency.</summary>
internal sealed class OrderShape : IBodyShape
{
    private const string Origin = "json order";
    private static readonly string[] Wrappers = ["order", "data", "result"];

    public bool Read(JsonBody body, Findings findings)
    {
        if (body.Page.Document.Exchange.StatusCode is not (200 or 201) || !(body.Path.EndsWith("/orders", StringComparison.Ordinal) || body.Path.EndsWith("/order", StringComparison.Ordinal)))
        {
            return false;
        }

        var order = Order(body.Answer);
        if (order is null)
        {
            return false;
        }

        var candidate = new Candidate { EventName = "Purchase", Source = CandidateSource.JsonBody, Origin = Origin };
        var refusal = OrderStatus.Refusal(order) ?? OrderFields.Read(order, candidate, body.Page.Document.Language, null);
        if (refusal is not null)
        {
            findings.Rejections.Add(new Rejection(Origin, refusal));
            return true;
        }

        OrderFields.ReadBuyer(order, body.Request, candidate);
        findings.Candidates.Add(candidate);
        return true;
    }

    private static JObject? Order(JObject answer)
    {
        foreach (var name in Wrappers)
        {
            if (JsonFields.FindObject(answer, name) is { } inner && (OrderFields.Id(inner) is not null || JsonFields.FindObject(inner, "order") is not null))
            {
                return JsonFields.FindObject(inner, "order") ?? inner;
            }
        }

        return OrderFields.Id(answer) is null ? null : answer;
    }
}
