using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>Magento's REST API places the order with the payment, and answers nothing but its id.</summary>
internal sealed partial class MagentoRestSource : IDiscoverySource
{
    /// <inheritdoc/>
    public void Read(DiscoveredPage page, Findings findings)
    {
        if (page.Document.Json is JValue answer && JsonFields.AsText(answer) is not null && page.Document.Exchange.Method is "POST" or "PUT" && Placing().IsMatch(page.Document.Exchange.Path))
        {
            findings.Rejections.Add(new("Magento payment-information", "The answer is the order's id alone: its amount stands on no answer to this request."));
        }
    }

    [GeneratedRegex("/rest/(?:.*/)?V1/(?:guest-)?carts/[^/]+/(?:payment-information|order)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Placing();
}
