namespace GraphEmulator.Journal;

/// <summary>The journal in numbers, since the start or the last reset. Totals count what the journal has let go of, too.</summary>
public sealed record JournalSummary
{
    /// <summary>Changes with each record and each reset; a reader that saw the same number has missed nothing.</summary>
    public long Revision { get; init; }

    /// <summary>Changes with each reset.</summary>
    public long Generation { get; init; }

    /// <summary>Requests to the events edge.</summary>
    public long Requests { get; init; }

    /// <summary>Requests by the status of their answer; <c>none</c> for those that a fault left without one.</summary>
    public required IReadOnlyDictionary<string, long> ByStatus { get; init; }

    /// <summary>Requests that the judgement refused.</summary>
    public long RefusedRequests { get; init; }

    /// <summary>Requests that a fault kept from the judgement.</summary>
    public long FaultedRequests { get; init; }

    /// <summary>Events accepted and committed, repeats included.</summary>
    public long AcceptedEvents { get; init; }

    /// <summary>Accepted events without the repeats: distinct by pixel, event name and event id. Events without an id count one by one.</summary>
    public long DistinctEvents { get; init; }

    /// <summary>Accepted events that the journal already held one like.</summary>
    public long Repeats { get; init; }

    /// <summary>Warnings given to accepted requests.</summary>
    public long Warnings { get; init; }

    /// <summary>Accepted events that the journal has let go of to stay in its bounds.</summary>
    public long DroppedEvents { get; init; }
}
