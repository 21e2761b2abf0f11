namespace ProxyCapi.Delivery;

/// <summary>How old an event may be when it is sent (meta-capi.md section 2), less a margin for clocks and the way.</summary>
internal static class EventAge
{
    private static readonly TimeSpan Margin = TimeSpan.FromHours(1);
    private static readonly TimeSpan Website = TimeSpan.FromDays(7) - Margin;
    private static readonly TimeSpan PhysicalStore = TimeSpan.FromDays(62) - Margin;

    /// <summary>After a first request of unknown outcome Meta's deduplication ends at 48 hours (meta-capi.md section 7).</summary>
    private static readonly TimeSpan InDoubt = TimeSpan.FromHours(47);

    /// <summary>Whether Meta would refuse the event for its age.</summary>
    public static bool IsExpired(OutboxItem item, DateTimeOffset now) =>
        now - item.EventTime > (item.ActionSource == "physical_store" ? PhysicalStore : Website);

    /// <summary>Whether sending the event again could count it twice.</summary>
    public static bool IsBeyondDeduplication(LeasedItem item, DateTimeOffset now) => item.DoubtSince is { } since && now - since > InDoubt;
}
