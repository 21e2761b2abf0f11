using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Discovery.Refusals;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>
/// Sylius' shop API: <c>PATCH /api/v2/shop/orders/{token}/complete</c> answers the order in minor units, as every step of the checkout before it does;
/// only a completed one is sold.
/// </summary>
internal sealed class SyliusSource : IDiscoverySource
{
    private const string Origin = "Sylius order";

    /// <summary>Whether the answer has the shape of Sylius' orders and carts.</summary>
    public static bool IsAnswer(JToken? answer) =>
        JsonFields.Find(answer, "checkoutState") is not null && JsonFields.Find(answer, "currencyCode") is not null && JsonFields.Find(answer, "tokenValue", "@id") is not null;

    /// <inheritdoc/>
    public void Read(DiscoveredPage page, Findings findings)
    {
        if (page.IsHtml || page.Document.Exchange.Method is not ("PATCH" or "PUT" or "POST") || !IsAnswer(page.Document.Json) || FailedAnswer.ReasonOf(page.Document.Json) is not null)
        {
            return;
        }

        var order = (JObject)page.Document.Json!;
        if (JsonFields.AsText(JsonFields.Find(order, "checkoutState")) is not "completed" and var state)
        {
            findings.Rejections.Add(new(Origin, $"The checkout is at '{state}': it is not completed."));
        }
        else if (OrderStatus.Refusal(order) is { } refusal)
        {
            findings.Rejections.Add(new(Origin, refusal));
        }
        else if (JsonFields.AsText(JsonFields.Find(order, "number")) is not { } number || ApiAmount.CurrencyOf(order) is not { } currency
            || ApiAmount.Find(order, page.Numbers, "total")?.InMajor(currency, AmountUnit.Minor) is not { } value)
        {
            findings.Rejections.Add(new(Origin, "The order has no number, or no total that can be read."));
        }
        else
        {
            var candidate = new Candidate
            {
                EventName = "Purchase",
                Source = CandidateSource.JsonBody,
                Origin = Origin,
                CustomData = { ["order_id"] = new(number), ["value"] = value, ["currency"] = new(currency) },
            };
            ApiLines.Add(candidate, Lines(order), AmountUnit.Minor, page.Numbers with { Currency = currency });
            ApiCustomer.Add(candidate, order, page);
            findings.Candidates.Add(candidate);
        }
    }

    // A variant is named by its address: /api/v2/shop/product-variants/MUG-L
    private static JArray Lines(JObject order) => new(JsonFields.AsList(JsonFields.Find(order, "items")).OfType<JObject>().Select(line =>
    {
        var named = (JObject)line.DeepClone();
        if (JsonFields.AsText(JsonFields.Find(line, "variant")) is { } variant)
        {
            named["variant"] = Uri.UnescapeDataString(variant[(variant.LastIndexOf('/') + 1)..]);
        }

        return named;
    }));
}
