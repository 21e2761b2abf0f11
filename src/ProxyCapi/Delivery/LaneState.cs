namespace ProxyCapi.Delivery;

/// <summary>What waits in one lane of one pixel.</summary>
/// <param name="Pixel">The pixel's name.</param>
/// <param name="Lane">The lane.</param>
internal readonly record struct LaneState(string Pixel, Lane Lane)
{
    /// <summary>Items that wait, leased ones included.</summary>
    public int Count { get; init; }

    /// <summary>Items that may be taken now.</summary>
    public int Ready { get; init; }

    /// <summary>Items whose last request's outcome is unknown.</summary>
    public int InDoubt { get; init; }

    /// <summary>Dead letters.</summary>
    public int Dead { get; init; }

    /// <summary>Bytes of payload that wait.</summary>
    public long Bytes { get; init; }

    /// <summary>Event time of the oldest item that waits.</summary>
    public DateTimeOffset? OldestEvent { get; init; }

    /// <summary>When the next item may be taken that may not be taken now.</summary>
    public DateTimeOffset? NextDue { get; init; }
}
