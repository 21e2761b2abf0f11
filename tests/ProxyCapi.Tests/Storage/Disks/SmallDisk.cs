using ProxyCapi.Storage;

namespace ProxyCapi.Tests.Storage.Disks;

/// <summary>A disk of a size that a test can fill.</summary>
internal abstract class SmallDisk : IDisposable
{
    public const long Size = 96 * 1024 * 1024;

    /// <summary>A folder on it.</summary>
    public abstract string Folder { get; }

    /// <summary>Settings of a store in the folder.</summary>
    public abstract SqliteSettings Settings { get; }

    /// <summary>Bytes that may still be written.</summary>
    public abstract long Free { get; }

    /// <summary>Somebody else takes all the room but this much.</summary>
    public abstract void Fill(long leave = 0);

    /// <summary>Somebody else gives the room back.</summary>
    public abstract void Clear();

    public static SmallDisk Create(SmallDiskKind kind) => kind == SmallDiskKind.Tmpfs ? new MountedDisk() : new LimitedDisk();

    public abstract void Dispose();
}
