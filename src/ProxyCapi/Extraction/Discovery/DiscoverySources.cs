using ProxyCapi.Extraction.Discovery.Bodies;
using ProxyCapi.Extraction.Discovery.Embedded;
using ProxyCapi.Extraction.Discovery.Markup;
using ProxyCapi.Extraction.Discovery.Sources;

namespace ProxyCapi.Extraction.Discovery;

/// <summary>Every source there is.</summary>
internal static class DiscoverySources
{
    /// <summary>The sources, best first (see <see cref="CandidateSource"/>).</summary>
    public static IReadOnlyList<IDiscoverySource> All { get; } =
    [
        new PixelSource(),
        new PixelImageSource(),
        new MetaForWooSource(),
        new PixelYourSiteSource(),
        new ShopifyCheckoutSource(),
        new DataLayerSource(),
        new GtagSource(),
        new OdooSource(),
        new ShopwareSource(),
        new MagentoSource(),
        new PageStateSource(),
        new JsonLdSource(),
        new MicrodataSource(),
        new FailedAnswerSource(),
        new FragmentSource(),
        new WooStoreApiSource(),
        new MagentoRestSource(),
        new MedusaSource(),
        new VendureSource(),
        new SaleorSource(),
        new SyliusSource(),
        new OrderAnswerSource(),
        new LeadAnswerSource(),
        new FormSource(),
    ];
}
