using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Extraction.Discovery.Embedded;

/// <summary>Odoo's shop: the order as analytics JSON in an attribute of the transaction's status (shop-pages.md section 1).</summary>
internal sealed class OdooSource : IDiscoverySource
{
    private const string Attribute = "data-order-tracking-info";

    public void Read(DiscoveredPage page, Findings findings)
    {
        if (!page.IsHtml || page.Document.Html.QuerySelector($"[{Attribute}]") is not { } element || JsonReading.TryParse(element.GetAttribute(Attribute)) is not JObject data)
        {
            return;
        }

        var candidate = new Candidate { EventName = "Purchase", Source = CandidateSource.EmbeddedJson, Origin = Attribute };
        AnalyticsFields.Fill(candidate, data, page.Numbers);
        if (candidate.OrderId is not null)
        {
            findings.AddUnlessRefused(candidate, data);
        }
    }
}
