using System.Collections.Frozen;
using ProxyCapi.Configuration;

namespace ProxyCapi.Capture;

/// <summary>What is given up last when there is no room (design: views before carts before leads before purchases).</summary>
internal static class ExchangePriority
{
    /// <summary>Number of classes; they count from 0.</summary>
    public const int Count = 4;

    /// <summary>Views: given up first.</summary>
    public const int View = 0;

    /// <summary>Carts and wish lists.</summary>
    public const int Cart = 1;

    /// <summary>Leads, and the operator's own events.</summary>
    public const int Lead = 2;

    /// <summary>Purchases: given up last.</summary>
    public const int Money = 3;

    // Meta's standard events (meta-capi.md section 3). A custom event is a conversion of the operator's: it counts as a lead.
    private static readonly FrozenDictionary<string, int> ByEvent = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase)
    {
        ["PageView"] = View,
        ["ViewContent"] = View,
        ["Search"] = View,
        ["FindLocation"] = View,
        ["CustomizeProduct"] = View,
        ["AddToWishlist"] = Cart,
        ["AddToCart"] = Cart,
        ["InitiateCheckout"] = Cart,
        ["AddPaymentInfo"] = Cart,
        ["Lead"] = Lead,
        ["CompleteRegistration"] = Lead,
        ["Contact"] = Lead,
        ["Schedule"] = Lead,
        ["SubmitApplication"] = Lead,
        ["Purchase"] = Money,
        ["Subscribe"] = Money,
        ["StartTrial"] = Money,
        ["Donate"] = Money,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The class of an event.</summary>
    public static int Of(string eventName) => ByEvent.GetValueOrDefault(eventName, Lead);

    /// <summary>The highest class of the exchange's rules and of what its page seems to hold; what the operator calls money is in the highest of all.</summary>
    public static int Of(Exchange exchange, DeliveryOptions options)
    {
        var highest = Math.Max(View, exchange.DiscoveryPriority);
        foreach (var match in exchange.Matches)
        {
            highest = Math.Max(highest, Of(match.Rule.EventName, options));
        }

        return highest;
    }

    // What the page will say is not known yet: it may be a purchase.
    private static int Of(string? eventName, DeliveryOptions options) =>
        eventName is null ? Money : options.MoneyEvents.Contains(eventName) ? Money : ByEvent.GetValueOrDefault(eventName, Lead);
}
