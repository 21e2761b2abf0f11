using ProxyCapi.Extraction.Discovery.Bodies;
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
        new FormSource(),
        new FailedAnswerSource(), new FragmentSource(), new WooStoreApiSource(), new MagentoRestSource(), new MedusaSource(), new VendureSource(), new SaleorSource(),
        new OrderAnswerSource(), new LeadAnswerSource(),
    ];
}
