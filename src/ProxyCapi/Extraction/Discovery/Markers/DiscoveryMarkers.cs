using System.Buffers;
using ProxyCapi.Capture;
using Marker = ProxyCapi.Capture.ByteMarkers.Marker;

namespace ProxyCapi.Extraction.Discovery.Markers;

/// <summary>
/// What stands in every answer that discovery could read a conversion from: the names of events and of the data that trackers print
/// (shop-pages.md sections 1, 2 and 6). Most pages of a shop have none of it, and are not even decoded.
/// </summary>
internal static class DiscoveryMarkers
{
    // What ends a name in a script, an attribute or an address: "Purchase", 'Purchase', &quot;, \", ev=Purchase&amp;…
    private static readonly SearchValues<byte> NameEnd = SearchValues.Create("\"'`\\&%"u8);

    // A key may stand without quotes: purchase: { actionField … }
    private static readonly SearchValues<byte> KeyEnd = SearchValues.Create("\"'`\\&%:"u8);

    // By what HTML says an event without naming it as Meta does.
    private static readonly Dictionary<string, Marker[]> OtherNames = new(StringComparer.Ordinal)
    {
        ["Purchase"] =
        [
            Money("purchase", KeyEnd), Money("transaction", SearchValues.Create("IT_P"u8)), Money("actionField"), Money("order_id"), Money("order-id"), Money("orderId"),
            Money("orderID"), Money("orderNumber"), Money("order_number"), Money("order-number"), Money("schema.org/Order"), Money("\"Order\""), Money("ordersTrackingData"),
            Money("order-tracking-info"), Money("hidden-line-items"), Money("Shopify.checkout"),
        ],
        ["Lead"] = [Lead("generate_lead"), Lead("gform_confirmation")],
        ["CompleteRegistration"] = [Lead("sign_up", NameEnd)],
        ["InitiateCheckout"] = [Cart("begin_checkout")],
        ["AddPaymentInfo"] = [Cart("add_payment_info")],
        ["AddToCart"] = [Cart("add_to_cart")],
        ["AddToWishlist"] = [Cart("add_to_wishlist")],
        ["ViewContent"] = [new("view_item", 1 + ExchangePriority.View, NameEnd)],
        ["Search"] = [new("view_search_results", 1 + ExchangePriority.View), new("search", 1 + ExchangePriority.View, SearchValues.Create("'\""u8))],
    };

    // shop-pages.md section 7: a hint, not a proof.
    private static readonly string[] ConfirmationWords =
    [
        "order", "checkout", "success", "confirm", "complete", "finish", "thank", "danke", "merci", "grazie", "gracias", "obrigado", "bedankt", "bestell", "kasse", "conferma", "commande",
    ];

    /// <summary>Of HTML.</summary>
    /// <param name="events">The events that may be reported.</param>
    /// <param name="others">Further texts of the operator's.</param>
    public static ByteMarkers Html(IEnumerable<string> events, IEnumerable<string> others) => new(
        events.SelectMany(name => OtherNames.GetValueOrDefault(name, []).Prepend(new(name, 1 + ExchangePriority.Of(name), NameEnd))).Concat(others.Select(text => Money(text))));

    /// <summary>Of JSON, whose names have no such endings: what checkouts, carts and forms answer.</summary>
    /// <param name="others">Further texts of the operator's.</param>
    public static ByteMarkers Json(IEnumerable<string> others) => new(
    [
        Money("order"), Money("Order"), Money("ORDER"), Money("payment"), Money("Payment"), Money("checkout"), Money("Checkout"), Money("Purchase"), Money("total"), Lead("mail_sent"), Lead("confirmation"),
        Cart("cart"), Cart("Cart"), .. others.Select(text => Money(text)),
    ]);

    /// <summary>What a page is worth whose bytes cannot be looked at because they are compressed: its address has to say.</summary>
    /// <param name="path">The path.</param>
    public static int OfPath(ReadOnlySpan<char> path)
    {
        foreach (var word in ConfirmationWords)
        {
            if (path.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return 1 + ExchangePriority.Money;
            }
        }

        return 1 + ExchangePriority.View;
    }

    private static Marker Money(string text, SearchValues<byte>? before = null) => new(text, 1 + ExchangePriority.Money, before);

    private static Marker Lead(string text, SearchValues<byte>? before = null) => new(text, 1 + ExchangePriority.Lead, before);

    private static Marker Cart(string text, SearchValues<byte>? before = null) => new(text, 1 + ExchangePriority.Cart, before);
}
