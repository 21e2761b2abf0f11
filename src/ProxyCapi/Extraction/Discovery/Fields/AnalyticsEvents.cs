namespace ProxyCapi.Extraction.Discovery.Fields;

/// <summary>
/// Google Analytics' names of events to Meta's (shop-pages.md section 6). Whole names only: <c>purchase_cancelled</c>, <c>view_item_list</c> and
/// <c>refund</c> are other events, and Google Ads' <c>conversion</c> says nothing by itself.
/// </summary>
internal static class AnalyticsEvents
{
    private static readonly string[] Names = ["purchase", "begin_checkout", "add_to_cart", "view_item", "generate_lead"];

    /// <summary>Meta's name, or <see langword="null"/>.</summary>
    public static string? ToMeta(string? name) => name?.Trim().ToLowerInvariant() switch
    {
        "purchase" => "Purchase",
        "begin_checkout" => "InitiateCheckout",
        "add_to_cart" => "AddToCart",
        "view_item" => "ViewContent",
        "generate_lead" => "Lead",
        _ => null,
    };

    /// <summary>Google Analytics' name of one of Meta's events, or <see langword="null"/>.</summary>
    public static string? FromMeta(string name) => Names.FirstOrDefault(analytics => ToMeta(analytics) == name);

    /// <summary>The event of a part of Universal Analytics' <c>ecommerce</c> object, or <see langword="null"/>.</summary>
    public static string? OfAction(string part) => part switch
    {
        "purchase" => "Purchase",
        "checkout" => "InitiateCheckout",
        "add" => "AddToCart",
        "detail" => "ViewContent",
        _ => null,
    };
}
