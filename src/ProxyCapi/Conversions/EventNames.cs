using ProxyCapi.Configuration;

namespace ProxyCapi.Conversions;

/// <summary>What an event's name says about its worth.</summary>
internal static class EventNames
{
    /// <summary>Whether it travels in the money lane (design.md section 7).</summary>
    public static bool IsMoney(string eventName, DeliveryOptions options) =>
        eventName is "Purchase" or "Lead" or "Subscribe" or "StartTrial" or "CompleteRegistration" || options.MoneyEvents.Contains(eventName);
}
