using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Refusals;

namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>
/// The answer of a shop's own API to the request that places an order: one order (<see cref="ApiOrder"/>), at the top or in one or two wrappers; or to
/// the request by which a confirmation page asks for the order that it shows.
/// </summary>
internal sealed class OrderAnswerSource : IDiscoverySource
{
    private const string Origin = "order in a JSON answer";

    // Answers to what shoppers do with carts, and with orders that they have already.
    private static readonly string[] CartSegments = ["cart", "carts", "basket", "baskets", "wishlist", "quote", "quotes"];
    private static readonly string[] PlacingSegments = ["complete", "order", "orders", "place-order", "placeorder", "checkout", "purchase", "submit", "confirm"];
    private static readonly string[] OldSegments =
    [
        "account", "admin", "track", "tracking", "lookup", "search", "history", "cancel", "cancellation", "refund", "refunds", "return", "returns", "my-orders", "estimate", "calculate", "preview", "invoice",
        "address", "addresses", "shipping", "shipping-address", "billing-address", "shipping-method", "shipping-methods", "coupon", "coupons", "promo", "discount", "items", "notes",
    ];

    /// <inheritdoc/>
    public void Read(DiscoveredPage page, Findings findings)
    {
        var exchange = page.Document.Exchange;
        if (page.IsHtml || !(exchange.Method is "POST" or "PUT" or "PATCH" || (exchange.Method == "GET" && PageGuard.IsAskedByConfirmation(page))) || exchange.StatusCode is not (200 or 201 or 202)
            || page.Document.Json is not JObject answer || FailedAnswer.ReasonOf(answer) is not null || MedusaSource.IsAnswer(answer) || SyliusSource.IsAnswer(answer))
        {
            return;
        }

        var segments = exchange.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var isOrders = Has(segments, ["order", "orders"]);
        var isAsked = exchange.Method == "GET";
        if ((isAsked && !isOrders) || ApiOrder.Find(answer, isOrders) is not var (order, id))
        {
            return;
        }

        if (Has(segments, OldSegments))
        {
            findings.Rejections.Add(new(Origin, "The address is not one where orders are placed."));
        }
        else if (!Has(segments, CartSegments) || Has(segments, PlacingSegments))
        {
            ApiOrder.Read(order, id, answer, (CandidateSource.JsonBody, Origin, isAsked), page, findings);
        }
    }

    private static bool Has(string[] segments, string[] words) => segments.Any(segment => words.Contains(segment, StringComparer.OrdinalIgnoreCase));
}
