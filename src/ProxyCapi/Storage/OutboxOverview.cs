namespace ProxyCapi.Storage;

/// <summary>How an outbox is, for the operator.</summary>
internal sealed record OutboxOverview
{
    /// <summary>The folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether a process holds the folder; <see langword="null"/> if unknown.</summary>
    public required bool? IsInUse { get; init; }

    /// <summary>Version of the tables.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>Bytes of the database.</summary>
    public required long DatabaseBytes { get; init; }

    /// <summary>Bytes of SQLite's log beside it.</summary>
    public required long LogBytes { get; init; }

    /// <summary>Bytes that may still be written to the disk; <see langword="null"/> if unknown.</summary>
    public required long? FreeBytes { get; init; }

    /// <summary>The highest id in the database.</summary>
    public required long LastId { get; init; }

    /// <summary>The highest id that is known to have been on disk, and whether the store was closed in order.</summary>
    public required HighWaterMark Mark { get; init; }

    /// <summary>Names of folders with damaged files that were set aside.</summary>
    public required IReadOnlyList<string> SetAside { get; init; }

    /// <summary>What there is of each lane.</summary>
    public required IReadOnlyList<LaneOverview> Lanes { get; init; }
}
