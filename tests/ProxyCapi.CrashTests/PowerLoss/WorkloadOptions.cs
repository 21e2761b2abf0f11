namespace ProxyCapi.CrashTests.PowerLoss;

/// <summary>What <see cref="StoreWorkload"/> is run with.</summary>
internal sealed record WorkloadOptions
{
    /// <summary>The store's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Where the facts are written down.</summary>
    public required string Journal { get; init; }

    /// <summary>SQLite's <c>synchronous</c>.</summary>
    public required string Synchronous { get; init; }

    /// <summary>How many events are offered.</summary>
    public required int Events { get; init; }

    /// <summary>The number of the first one.</summary>
    public required int First { get; init; }

    /// <summary>Decides what the sender meets.</summary>
    public required int Seed { get; init; }

    /// <summary>How far the clock is ahead: what an earlier run left in doubt is due.</summary>
    public required TimeSpan Ahead { get; init; }
}
