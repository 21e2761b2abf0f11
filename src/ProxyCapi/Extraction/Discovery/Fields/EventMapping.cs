using System.Collections.Frozen;
using ProxyCapi.Configuration.Validation;

namespace ProxyCapi.Extraction.Discovery.Fields;

/// <summary>What analytics call an event, and what Meta calls it (shop-pages.md section 6). Whole names only: <c>purchase_cancelled</c> is no purchase.</summary>
internal static class EventMapping
{
    private static readonly FrozenDictionary<string, string> Analytics = new Dictionary<string, string>
    {
        ["purchase"] = "Purchase",
        ["begin_checkout"] = "InitiateCheckout",
        ["add_to_cart"] = "AddToCart",
        ["view_item"] = "ViewContent",
        ["generate_lead"] = "Lead",
        ["add_payment_info"] = "AddPaymentInfo",
        ["add_to_wishlist"] = "AddToWishlist",
        ["sign_up"] = "CompleteRegistration",
        ["search"] = "Search",
        ["view_search_results"] = "Search",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Meta's name of an analytics event; <see langword="null"/> if it has none.</summary>
    public static string? OfAnalytics(string? name) => name is null ? null : Analytics.GetValueOrDefault(name.Trim());

    /// <summary>The name itself if it is one of Meta's standard events or one of those that the operator asked for.</summary>
    public static string? OfMeta(string? name, DiscoverySettings settings) =>
        name?.Trim() is { Length: > 0 } trimmed && (MetaVocabulary.StandardEvents.Contains(trimmed) || settings.Events.Contains(trimmed)) ? trimmed : null;
}
