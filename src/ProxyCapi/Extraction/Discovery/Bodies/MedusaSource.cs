using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Discovery.Refusals;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>
/// Medusa's <c>POST /store/carts/…/complete</c>: <c>{type: "order", order}</c> with decimals since version 2, <c>{type: "order", data}</c> with
/// minor units before. The order's id is the number that the shopper sees.
/// </summary>
internal sealed class MedusaSource : IDiscoverySource
{
    private const string Origin = "Medusa order";

    /// <summary>Whether the answer has Medusa's shape.</summary>
    public static bool IsAnswer(JToken? answer) =>
        JsonFields.AsText(JsonFields.Find(answer, "type")) == "order" && JsonFields.Find(answer, "order", "data") is JObject order && JsonFields.Find(order, "currency_code") is not null;

    /// <inheritdoc/>
    public void Read(DiscoveredPage page, Findings findings)
    {
        if (page.IsHtml || page.Document.Exchange.Method != "POST" || !IsAnswer(page.Document.Json) || FailedAnswer.ReasonOf(page.Document.Json) is not null)
        {
            return;
        }

        var order = (JObject)JsonFields.Find(page.Document.Json, "order", "data")!;
        var unit = JsonFields.Find(page.Document.Json, "order") is JObject ? AmountUnit.Major : AmountUnit.Minor;
        if (JsonFields.AsText(JsonFields.Find(order, "display_id", "id")) is not { } id || ApiAmount.CurrencyOf(order) is not { } currency
            || ApiAmount.Find(order, page.Numbers, "total")?.InMajor(currency, unit) is not { } value)
        {
            findings.Rejections.Add(new(Origin, "The order has no id, or no total that can be read."));
            return;
        }

        var candidate = new Candidate
        {
            EventName = "Purchase",
            Source = CandidateSource.JsonBody,
            Origin = Origin,
            CustomData = { ["order_id"] = new(id), ["value"] = value, ["currency"] = new(currency) },
        };
        ApiLines.Add(candidate, ApiLines.Of(order), unit, page.Numbers with { Currency = currency });
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
