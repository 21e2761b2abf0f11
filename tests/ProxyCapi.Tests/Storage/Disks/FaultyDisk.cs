using ProxyCapi.Storage;

namespace ProxyCapi.Tests.Storage.Disks;

/// <summary>A folder whose disk fails as the test says, for whoever opens SQLite files in it by <see cref="FaultyVfs"/>.</summary>
internal sealed class FaultyDisk : IDisposable
{
    // https://www.sqlite.org/rescode.html
    private const int Ok = 0, Full = 13, ReadError = 266, WriteError = 778, SyncError = 1034, TruncateError = 1546, IndexSizeError = 4874;

    private volatile Func<string, DiskOperation, bool>? _fails;
    private long _capacity = long.MaxValue;

    /// <param name="folder">The folder, absolute and with every link resolved, as SQLite names it.</param>
    public FaultyDisk(string folder)
    {
        Folder = folder;
        FaultyVfs.Add(this);
    }

    public string Folder { get; }

    /// <summary>Bytes of all files in the folder: what goes beyond is refused as a full disk refuses it.</summary>
    public long Capacity
    {
        get => Volatile.Read(ref _capacity);
        set => Volatile.Write(ref _capacity, value);
    }

    /// <summary>Bytes that may still be written.</summary>
    public long Free => Math.Max(0, Capacity - Used);

    /// <summary>Settings of a store on this disk.</summary>
    public SqliteSettings Settings => new() { Vfs = FaultyVfs.Name, FreeSpace = _ => Free, BusyTimeoutSeconds = 1 };

    /// <summary>What fails from now on, by path and operation; <see langword="null"/> for nothing.</summary>
    public void Fail(Func<string, DiskOperation, bool>? when) => _fails = when;

    /// <summary>What SQLite is told when it asks this of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="operation">What it asks.</param>
    /// <param name="end">The byte behind the last one that is written.</param>
    public int FaultOf(string path, DiskOperation operation, long end)
    {
        if (_fails?.Invoke(path, operation) == true)
        {
            return operation switch
            {
                DiskOperation.Read => ReadError,
                DiskOperation.Write => WriteError,
                DiskOperation.Truncate => TruncateError,
                DiskOperation.Sync => SyncError,
                _ => IndexSizeError,
            };
        }

        return operation == DiskOperation.Write && end - LengthOf(path) is var growth and > 0 && growth > Free ? Full : Ok;
    }

    public void Dispose() => FaultyVfs.Remove(this);

    private long Used => new DirectoryInfo(Folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
