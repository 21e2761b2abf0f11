namespace ProxyCapi.CrashTests.PowerLoss;

/// <summary>What <see cref="PowerScenario"/> is run with.</summary>
internal sealed record PowerOptions
{
    /// <summary>How many runs of the store are recorded; each begins with what a loss of power in the one before has left.</summary>
    public required int Rounds { get; init; }

    /// <summary>At how many moments of each run the power goes.</summary>
    public required int Cuts { get; init; }

    /// <summary>Events of each run.</summary>
    public int Events { get; init; } = 300;

    /// <summary>Decides the moments, what survives, and what the sender meets.</summary>
    public int Seed { get; init; }
}
