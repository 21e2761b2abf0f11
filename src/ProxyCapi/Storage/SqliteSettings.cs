namespace ProxyCapi.Storage;

/// <summary>How the database is run (delivery.md section 3.7). Fixed but for what tests must be able to break.</summary>
internal sealed record SqliteSettings
{
    /// <summary>
    /// <c>FULL</c> syncs each commit. <c>NORMAL</c> loses everything since the last checkpoint with the power, which a test shows (delivery.md
    /// section 3.3).
    /// </summary>
    public string Synchronous { get; init; } = "FULL";

    /// <summary>How long a commit waits for somebody else's lock, in whole seconds.</summary>
    public int BusyTimeoutSeconds { get; init; } = 2;

    /// <summary>
    /// SQLite's way to the operating system (https://www.sqlite.org/vfs.html); <see langword="null"/> for its own. A test takes one that fails as
    /// disks do.
    /// </summary>
    public string? Vfs { get; init; }

    /// <summary>Bytes of a database up to which opening and checking it are over before anybody minds; while a larger one is, events go to memory.</summary>
    public long QuicklyCheckedBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Called before each commit. A test throws what SQLite would throw: then the commit has not happened.</summary>
    public Action BeforeCommit { get; init; } = static () => { };

    /// <summary>Called after each commit. A test throws what SQLite would throw: then nobody knows that the commit has happened.</summary>
    public Action AfterCommit { get; init; } = static () => { };

    /// <summary>How much room a folder's disk has.</summary>
    public Func<string, long?> FreeSpace { get; init; } = DiskSpace.Free;

    /// <summary>What kind of file system a folder is on.</summary>
    public Func<string, string?> FileSystem { get; init; } = DiskSpace.FileSystem;
}
