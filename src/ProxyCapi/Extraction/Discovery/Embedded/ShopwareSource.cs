using AngleSharp.Dom;
using Newtonsoft.Json.Linq;
using ProxyCapi.Conversions;
using ProxyCapi.Extraction.Discovery.Fields;

namespace ProxyCapi.Extraction.Discovery.Embedded;

/// <summary>
/// Shopware 6: hidden elements with the order's lines on the page that ends a checkout. Lines with a negative price are promotions; the total has
/// them in it already (shop-pages.md section 1).
/// </summary>
internal sealed class ShopwareSource : IDiscoverySource
{
    /// <inheritdoc/>
    public void Read(DiscoveredPage page, Findings findings)
    {
        // The same elements stand on the pages before; only the last one has a number.
        if (!page.IsHtml || page.Document.Html.QuerySelector(".hidden-line-items-information") is not { } information
            || page.Document.Html.QuerySelector(".finish-ordernumber[data-order-number]")?.GetAttribute("data-order-number") is not { Length: > 0 } number)
        {
            return;
        }

        var candidate = new Candidate { EventName = "Purchase", Source = CandidateSource.EmbeddedJson, Origin = "hidden-line-items", CustomData = { ["order_id"] = new(number.Trim()) } };
        var currency = information.GetAttribute("data-currency")?.Trim().ToUpperInvariant();
        var format = page.Numbers with { DecimalMark = '.', Currency = currency };
        Money.Set(candidate, Value(information, "data-value"), currency, format);
        foreach (var line in page.Document.Html.QuerySelectorAll(".hidden-line-item"))
        {
            var id = line.GetAttribute("data-sku") is { Length: > 0 } sku ? sku : line.GetAttribute("data-id");
            var isPromotion = TokenText.Number(Value(line, "data-price"), format)?.Text.StartsWith('-') == true;
            if (!string.IsNullOrWhiteSpace(id) && !isPromotion)
            {
                var item = new ContentItem { Fields = { ["id"] = new(id.Trim()) } };
                Lines.SetNumbers(item, Value(line, "data-quantity"), Value(line, "data-price"), format);
                candidate.Contents.Add(item);
            }
        }

        findings.Candidates.Add(candidate);
    }

    private static JValue? Value(IElement element, string name) => element.GetAttribute(name) is { } text ? new JValue(text) : null;
}
