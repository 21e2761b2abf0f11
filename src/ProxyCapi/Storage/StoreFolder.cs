namespace ProxyCapi.Storage;

/// <summary>The files of the store in <c>DataDirectory</c>: the folder is the owner's alone (0700), and so is each file (0600).</summary>
/// <param name="path">The folder, absolute.</param>
internal sealed class StoreFolder(string path)
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>The mode of every file.</summary>
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>What the name of a folder with a damaged database begins with.</summary>
    public const string DamagedDatabase = "damaged";

    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>The database.</summary>
    public string Database => In("outbox.db");

    /// <summary>SQLite's write-ahead log beside it.</summary>
    public string Log => Database + "-wal";

    /// <summary>The generated keys that payloads are sealed with.</summary>
    public string Keys => In("outbox.key");

    /// <summary>The last id that is known to be on disk.</summary>
    public string HighWaterMark => In("outbox.mark");

    /// <summary>Space that is given up when the disk is full, so that work can go on.</summary>
    public string Ballast => In("outbox.ballast");

    /// <summary>Held by the process that owns the folder.</summary>
    public string Lock => In("outbox.lock");

    /// <summary>One line for each change an operator made.</summary>
    public string Audit => In("outbox.audit");

    /// <summary>The key that test links are signed with.</summary>
    public string TestKey => In("test-link.key");

    /// <summary>The books that reports are made of: counts, and nothing of an event.</summary>
    public string Books => In("books.db");

    /// <summary>What belongs together when a damaged database is set aside.</summary>
    public IEnumerable<string> DatabaseFiles => [Database, Log, Database + "-shm"];

    /// <summary>Makes the folder if it is not there.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be made.</exception>
    public void Create() => Create(Path);

    /// <summary>Whether others than the owner may look into the folder.</summary>
    public bool IsOpenToOthers() => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(Path) & Others) != 0;

    /// <summary>
    /// A folder beside the database for files that are set aside at <paramref name="now"/>, new and empty. It is the newest of its kind, by its name
    /// too: where the clock was set back, it has the time of the one before it.
    /// </summary>
    public string CreateAside(string why, DateTimeOffset now)
    {
        var next = new AsideName(why, now.UtcDateTime);
        if (Aside(why).LastOrDefault() is { } last && last.CompareTo(next) >= 0)
        {
            next = last.Next();
        }

        var path = In(next.ToString());
        Create(path);
        return path;
    }

    /// <summary>The folders with files that were set aside for one reason, in the order in which that happened.</summary>
    public List<string> SetAside(string why) => [.. Aside(why).Select(name => In(name.ToString()))];

    private IEnumerable<AsideName> Aside(string why) => Directory.EnumerateDirectories(Path, why + "-*")
        .Select(path => AsideName.TryParse(why, System.IO.Path.GetFileName(path))).OfType<AsideName>().Order();

    /// <summary>Opens a file for writing with the owner's mode; the mode stands before the first byte does.</summary>
    public static FileStream Write(string path, FileMode mode, FileShare share = FileShare.Read)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode;
        }

        return new FileStream(path, options);
    }

    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, FolderMode);
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
