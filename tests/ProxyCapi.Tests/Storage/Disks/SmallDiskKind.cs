namespace ProxyCapi.Tests.Storage.Disks;

/// <summary>How a <see cref="SmallDisk"/> is made.</summary>
public enum SmallDiskKind
{
    /// <summary>A file system in memory that is mounted for the test. Needs the right to mount.</summary>
    Tmpfs,

    /// <summary>A limit at SQLite's border to the operating system. Works everywhere, and covers the same facts.</summary>
    Limit,
}
