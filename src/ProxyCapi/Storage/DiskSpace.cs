namespace ProxyCapi.Storage;

/// <summary>How much room a folder's disk has.</summary>
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
}
