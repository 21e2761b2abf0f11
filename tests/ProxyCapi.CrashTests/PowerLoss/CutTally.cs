namespace ProxyCapi.CrashTests.PowerLoss;

/// <summary>What several losses of power have come to.</summary>
internal readonly record struct CutTally
{
    /// <summary>How many there were.</summary>
    public int Cuts { get; init; }

    /// <summary>How many of them did harm.</summary>
    public int Harmful { get; init; }

    /// <summary>Events that were acknowledged at the moments of the losses.</summary>
    public long Acknowledged { get; init; }

    /// <summary>Events of which a request was on its way at those moments.</summary>
    public long OnTheirWay { get; init; }

    /// <summary>What was wrong.</summary>
    public PowerVerdict Verdict { get; init; }

    /// <summary>One loss more.</summary>
    public CutTally With(EventLedger ledger, PowerVerdict verdict) => Plus(new CutTally
    {
        Cuts = 1,
        Harmful = verdict.Sum > 0 ? 1 : 0,
        Acknowledged = ledger.Events.Values.Count(known => known.MustBeKnown),
        OnTheirWay = ledger.Events.Values.Count(known => known.Stage is FactKind.Posting or FactKind.Ending),
        Verdict = verdict,
    });

    /// <summary>The sum of two.</summary>
    public CutTally Plus(CutTally other) => new()
    {
        Cuts = Cuts + other.Cuts,
        Harmful = Harmful + other.Harmful,
        Acknowledged = Acknowledged + other.Acknowledged,
        OnTheirWay = OnTheirWay + other.OnTheirWay,
        Verdict = Verdict.Plus(other.Verdict),
    };
}
