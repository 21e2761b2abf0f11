namespace ProxyCapi.CrashTests.PowerLoss;

/// <summary>What the world knows of an event from the facts that were told.</summary>
/// <param name="Stage">How far it has come.</param>
/// <param name="End">How the last request ended, from <see cref="FactKind.Ending"/> on.</param>
/// <param name="IsDoubtful">Meta may have it from an earlier request: only acceptance ends that.</param>
internal readonly record struct EventKnowledge(FactKind Stage, RequestEnd End, bool IsDoubtful)
{
    /// <summary>The store must still send it, or have sent it.</summary>
    public bool MustBeKnown => Stage != FactKind.Offered;

    /// <summary>It must wait to be sent.</summary>
    public bool MustWait => Stage switch
    {
        FactKind.Offered => false,
        FactKind.Ending => End is RequestEnd.Unknown or RequestEnd.Throttled,
        FactKind.Ended => End is RequestEnd.Unknown or RequestEnd.Throttled,
        _ => true,
    };

    /// <summary>It must not wait to be sent.</summary>
    public bool MustNotWait => Stage == FactKind.Ended && End is RequestEnd.Accepted or RequestEnd.Rejected;

    /// <summary>It must lie among the dead letters.</summary>
    public bool MustBeDead => Stage == FactKind.Ended && End == RequestEnd.Rejected;

    /// <summary>If it waits to be sent, then as one that Meta may have.</summary>
    public bool MustBeInDoubt => IsDoubtful || Stage == FactKind.Posting || (Stage == FactKind.Ending && End != RequestEnd.Throttled);

    /// <summary>What is known with one fact more.</summary>
    public EventKnowledge With(Fact fact) => fact.Kind switch
    {
        // The sender may have been faster than the producer with its word of thanks.
        FactKind.Acknowledged => Stage == FactKind.Offered ? this with { Stage = FactKind.Acknowledged } : this,
        FactKind.Ended when fact.End == RequestEnd.Unknown => new(FactKind.Ended, fact.End, IsDoubtful: true),
        _ => new(fact.Kind, fact.End, IsDoubtful),
    };
}
