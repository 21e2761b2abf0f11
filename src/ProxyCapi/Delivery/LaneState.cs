namespace ProxyCapi.Delivery;

/// <summary>What the store holds of one lane of one pixel.</summary>
/// <param name="Pixel">The pixel's name.</param>
/// <param name="Lane">The lane.</param>
internal readonly record struct LaneState(string Pixel, Lane Lane)
{
    /// <summary>Items that wait, in doubt or not.</summary>
    public long Waiting { get; init; }

    /// <summary>Items of which a request is on its way.</summary>
    public long Posting { get; init; }

    /// <summary>Items that wait and of which an earlier request's outcome is unknown.</summary>
    public long InDoubt { get; init; }

    /// <summary>Dead letters, expired ones included.</summary>
    public long Dead { get; init; }

    /// <summary>Items that wait or are on their way and live in memory only: the process takes them along.</summary>
    public long InMemory { get; init; }

    /// <summary>Bytes of events that wait or are on their way.</summary>
    public long Bytes { get; init; }

    /// <summary>Event time of the oldest item that waits or is on its way.</summary>
    public DateTimeOffset? OldestEvent { get; init; }

    /// <summary>Items that have not reached an end.</summary>
    public long Count => Waiting + Posting;

    /// <summary>The sum of two states of the same lane.</summary>
    public LaneState Plus(LaneState other) => this with
    {
        Waiting = Waiting + other.Waiting,
        Posting = Posting + other.Posting,
        InDoubt = InDoubt + other.InDoubt,
        Dead = Dead + other.Dead,
        InMemory = InMemory + other.InMemory,
        Bytes = Bytes + other.Bytes,
        OldestEvent = OldestEvent is null || other.OldestEvent < OldestEvent ? other.OldestEvent ?? OldestEvent : OldestEvent,
    };
}
