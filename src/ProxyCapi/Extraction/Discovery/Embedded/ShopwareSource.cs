using AngleSharp.Dom;
using Newtonsoft.Json.Linq;
using ProxyCapi.Conversions;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Extraction.Discovery.Embedded;

/// <summary>
/// Shopware 6: hidden elements with the order's lines on the page that ends a checkout. Lines with a negative price are promotions; the total has
/// them in it already (shop-pages.md section 1).
/// </summary>
internal sealed class ShopwareSource : IDiscoverySource
{
    public void Read(DiscoveredPage page, Findings findings)
    {
        // The same elements stand on the pages before; only the last one has a number.
        if (!page.IsHtml || page.Document.Html.QuerySelector(".hidden-line-items-information") is not { } information
            || page.Document.Html.QuerySelector(".finish-ordernumber[data-order-number]") is not { } number)
        {
            return;
        }

        var candidate = new Candidate { EventName = "Purchase", Source = CandidateSource.EmbeddedJson, Origin = "hidden-line-items" };
        candidate.SetOrderId(Value(number, "data-order-number"));
        candidate.SetCurrency(Value(information, "data-currency"));
        var amounts = new Amounts(new NumberFormat('.', candidate.CustomData.TryGetValue("currency", out var code) ? code.Text : null));
        candidate.SetValue(Value(information, "data-value"), amounts);
        foreach (var line in page.Document.Html.QuerySelectorAll(".hidden-line-item").Where(line => !IsPromotion(line, amounts)))
        {
            candidate.AddLine(Value(line, "data-sku") ?? Value(line, "data-id"), Value(line, "data-quantity"), Value(line, "data-price"), null, amounts);
        }

        findings.Candidates.Add(candidate);
    }

    private static bool IsPromotion(IElement line, Amounts amounts) => amounts.Read(Value(line, "data-price")) is { Kind: ScalarKind.Number, Text: ['-', ..] };

    private static JValue? Value(IElement element, string name) => element.GetAttribute(name) is { Length: > 0 } text ? new JValue(text) : null;
}
