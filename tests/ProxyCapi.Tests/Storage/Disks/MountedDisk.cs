using System.ComponentModel;
using System.Runtime.InteropServices;
using ProxyCapi.Storage;

namespace ProxyCapi.Tests.Storage.Disks;

/// <summary>A tmpfs of its own, mounted as long as the test runs.</summary>
internal sealed class MountedDisk : SmallDisk
{
    private const int Detach = 2;
    private const ulong ReadOnly = 1, Remount = 32;
    private const int Block = 64 * 1024;

    private static readonly Lazy<bool> MayMount = new(Try);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("proxycapi-disk-");

    public MountedDisk()
    {
        if (Mount("tmpfs", _root.FullName, "tmpfs", 0, $"size={Size},mode=0700") != 0)
        {
            _root.Delete();
            throw new Win32Exception();
        }

        Directory.CreateDirectory(Folder);
    }

    /// <summary>Whether this process may mount. Where it may not, <see cref="LimitedDisk"/> covers the same facts.</summary>
    public static bool IsAllowed => MayMount.Value;

    public override string Folder => Path.Combine(_root.FullName, "outbox");

    public override SqliteSettings Settings => new() { BusyTimeoutSeconds = 1 };

    public override long Free => new DriveInfo(_root.FullName).AvailableFreeSpace;

    private string Filler => Path.Combine(_root.FullName, "filler");

    public override void Fill(long leave = 0)
    {
        using var file = new FileStream(Filler, new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, BufferSize = 0 });
        var block = new byte[Block];
        try
        {
            while (Free - leave is var room and > 0)
            {
                file.Write(block.AsSpan(0, (int)Math.Min(room, Block)));
            }
        }
        catch (IOException) when (Free == 0)
        {
            // Full to the last byte.
        }
    }

    /// <summary>Takes the right to write from everybody, or gives it back. Nothing may be open for writing.</summary>
    public void MakeReadOnly(bool value)
    {
        if (Mount("tmpfs", _root.FullName, "tmpfs", Remount | (value ? ReadOnly : 0), null) != 0)
        {
            throw new Win32Exception();
        }
    }

    public override void Clear() => File.Delete(Filler);

    public override void Dispose()
    {
        if (Unmount(_root.FullName, Detach) != 0)
        {
            throw new Win32Exception();
        }

        _root.Delete();
    }

    private static bool Try()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            new MountedDisk().Dispose();
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "mount", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Mount(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string source, [MarshalAs(UnmanagedType.LPUTF8Str)] string target,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string type, ulong flags, [MarshalAs(UnmanagedType.LPUTF8Str)] string? data);

    [DllImport("libc", EntryPoint = "umount2", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Unmount([MarshalAs(UnmanagedType.LPUTF8Str)] string target, int flags);
}
