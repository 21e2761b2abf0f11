using System.Buffers;

namespace ProxyCapi.Extraction.Discovery.Scripts;

/// <summary>Words of which a script has one if it can be of interest.</summary>
internal static class ScriptMarkers
{
    private static readonly SearchValues<string> Words = SearchValues.Create(
        [
            "fbq", "facebook", "pixel", "datalayer", "gtag", "_gaq", "ga(", "gtm", "_satellite", "utag", "digitaldata", "pysoptions", "eventqueue", "purchase",
            "checkout", "ecommerce", "transaction", "orderid", "order_id", "orderdata", "order.", "tracking", "analytics", "shopify", "__next_f", "__nuxt", "_state__",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the text has one of them.</summary>
    public static bool IsMarked(string text) => text.AsSpan().ContainsAny(Words);
}
