using ProxyCapi.Conversions.Consent;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Conversions;

/// <summary>What became of one conversion for one pixel.</summary>
/// <param name="EventName">The event's name.</param>
/// <param name="Pixel">The pixel's name in the configuration; empty if no pixel serves the host.</param>
/// <param name="Item">The event, ready for the outbox; <see langword="null"/> if it was dropped.</param>
/// <param name="Reason">Why it was dropped; meaningless otherwise.</param>
internal readonly record struct EventResult(string EventName, string Pixel, OutboxItem? Item, EventReason Reason)
{
    /// <summary>The event as it was built; <see langword="null"/> if it was refused before.</summary>
    public ServerEvent? Event { get; init; }

    /// <summary>What the visitor said; <see langword="null"/> if nobody asked.</summary>
    public ConsentDecision? Consent { get; init; }
}
