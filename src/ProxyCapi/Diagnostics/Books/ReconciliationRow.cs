namespace ProxyCapi.Diagnostics.Books;

/// <summary>One day's events of one name for one pixel: what was seen, and what became of it.</summary>
/// <param name="Day">The day, in UTC.</param>
/// <param name="Pixel">The pixel's name; empty for events that no pixel serves.</param>
/// <param name="EventName">The event's name.</param>
internal sealed record ReconciliationRow(DateOnly Day, string Pixel, string EventName)
{
    /// <summary>Events that were read.</summary>
    public long Seen { get; init; }

    /// <summary>Events that Meta accepted.</summary>
    public long Accepted { get; init; }

    /// <summary>Events of orders that were sent before.</summary>
    public long Duplicate { get; init; }

    /// <summary>Events that ended otherwise, by <c>outcome/reason</c>.</summary>
    public IReadOnlyDictionary<string, long> Others { get; init; } = new SortedDictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Events that were seen on this day beyond those that ended on it; what ended on it may have been seen before.</summary>
    public long Open => Math.Max(0, Seen - Accepted - Duplicate - Others.Values.Sum());
}
