using ProxyCapi.Storage;

namespace ProxyCapi.Tests.Storage.Disks;

/// <summary>A folder that SQLite may not fill beyond a limit.</summary>
internal sealed class LimitedDisk : SmallDisk
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("proxycapi-disk-");
    private readonly FaultyDisk _disk;

    public LimitedDisk()
    {
        _disk = new FaultyDisk(Path.Combine(_folder.FullName, "outbox"));
        Directory.CreateDirectory(_disk.Folder);
        Clear();
    }

    public override string Folder => _disk.Folder;

    public override SqliteSettings Settings => _disk.Settings;

    public override long Free => _disk.Free;

    public override void Fill(long leave = 0) => _disk.Capacity -= Math.Max(0, _disk.Free - leave);

    public override void Clear() => _disk.Capacity = Size;

    public override void Dispose()
    {
        _disk.Dispose();
        _folder.Delete(recursive: true);
    }
}
