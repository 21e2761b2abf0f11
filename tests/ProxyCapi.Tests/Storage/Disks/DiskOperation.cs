namespace ProxyCapi.Tests.Storage.Disks;

/// <summary>What SQLite asks of a disk.</summary>
internal enum DiskOperation
{
    Read,
    Write,
    Truncate,
    Sync,

    /// <summary>Maps a part of the log's index into memory, and makes it if need be.</summary>
    MapIndex,
}
