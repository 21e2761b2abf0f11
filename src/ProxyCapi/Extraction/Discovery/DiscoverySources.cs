using ProxyCapi.Extraction.Discovery.Embedded;
using ProxyCapi.Extraction.Discovery.Markup;
using ProxyCapi.Extraction.Discovery.PlugIns;
using ProxyCapi.Extraction.Discovery.Trackers;

namespace ProxyCapi.Extraction.Discovery;

/// <summary>The sources there are. A new family of pages is one class more in this list.</summary>
internal static class DiscoverySources
{
    /// <summary>All of them, best first.</summary>
    public static IReadOnlyList<IDiscoverySource> All { get; } =
    [
        new PixelSource(),
        new WooPixelSource(), new PixelYourSiteSource(), new CheckoutVariableSource(),
        new DataLayerSource(),
        new GtagSource(),
        new OdooSource(), new ShopwareSource(), new MagentoSource(),
        new JsonLdSource(), new MicrodataSource(),
        new FormSource(),
    ];
}
