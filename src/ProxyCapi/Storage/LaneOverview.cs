using ProxyCapi.Delivery;

namespace ProxyCapi.Storage;

/// <summary>What there is of one pixel's lane.</summary>
internal sealed record LaneOverview(string Pixel, Lane Lane)
{
    /// <summary>Events that wait.</summary>
    public long Waiting { get; init; }

    /// <summary>Events of <see cref="Waiting"/> that Meta may have.</summary>
    public long InDoubt { get; init; }

    /// <summary>Events on their way.</summary>
    public long Posting { get; init; }

    /// <summary>Accepted events that are kept.</summary>
    public long Accepted { get; init; }

    /// <summary>Dead letters by reason.</summary>
    public IReadOnlyDictionary<string, long> Dead { get; init; } = new SortedDictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Bytes of events that wait or are on their way.</summary>
    public long Bytes { get; init; }

    /// <summary>When the oldest of them happened.</summary>
    public DateTimeOffset? OldestEvent { get; init; }
}
