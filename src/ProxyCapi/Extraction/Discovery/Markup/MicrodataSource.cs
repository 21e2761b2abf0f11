
namespace ProxyCapi.Extraction.Discovery.Markup;

/// <summary>schema.org orders in microdata. An order that is a property of something else (<c>partOfOrder</c>) is not what the page is about.</summary>
internal sealed class MicrodataSource : IDiscoverySource
{
    public void Read(DiscoveredPage page, Findings findings)
    {
        if (page.IsHtml)
        {
            var items = page.Document.Html.QuerySelectorAll("[itemscope][itemtype*='schema.org/Order']").Where(element => !element.HasAttribute("itemprop")).Select(MicrodataItem.ToJson);
            SchemaOrders.Add([.. items.Where(SchemaOrders.IsOrder)], CandidateSource.Microdata, "microdata Order", page, findings);
        }
    }
}
