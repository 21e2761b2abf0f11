namespace ProxyCapi.Storage;

/// <summary>What the system says of a folder's disk.</summary>
internal static class DiskSpace
{
    /// <summary>Bytes that the process may still write; <see langword="null"/> if the system does not say.</summary>
    public static long? Free(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The name of the folder's file system; <see langword="null"/> if the system does not say.</summary>
    public static string? FileSystem(string folder)
    {
        try
        {
            return new DriveInfo(folder).DriveFormat;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether what is written there goes with the container or the machine's memory.</summary>
    public static bool IsPassing(string fileSystem) => fileSystem.ToUpperInvariant() is "TMPFS" or "RAMFS" or "OVERLAY" or "OVERLAYFS" or "AUFS";

    /// <summary>Whether it is another machine's, whose locks and syncs SQLite cannot rely on (https://www.sqlite.org/wal.html).</summary>
    public static bool IsRemote(string fileSystem) =>
        fileSystem.ToUpperInvariant() is "NFS" or "NFS4" or "CIFS" or "SMB" or "SMB2" or "SMBFS" or "9P" or "FUSE.SSHFS" or "AFS" or "CEPH" or "GLUSTERFS";
}
