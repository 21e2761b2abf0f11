namespace ProxyCapi.Storage;

/// <summary>
/// Space held back on the disk. SQLite cannot even delete on a full disk (delivery.md section 3.5): giving up this file lets the outbox empty
/// itself.
/// </summary>
internal sealed class Ballast(StoreFolder folder)
{
    private const long Length = 8 * 1024 * 1024;

    /// <summary>The disk must have this much room before the file is made again.</summary>
    private const long RoomForBallast = 64 * 1024 * 1024;

    /// <summary>Gives the space up.</summary>
    /// <returns>Whether there was any.</returns>
    public bool Release()
    {
        try
        {
            if (!File.Exists(folder.Ballast))
            {
                return false;
            }

            File.Delete(folder.Ballast);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Takes the space if it is not taken and there is room.</summary>
    public void Ensure(long? freeBytes)
    {
        if (freeBytes < RoomForBallast || File.Exists(folder.Ballast))
        {
            return;
        }

        try
        {
            StoreFolder.Write(folder.Ballast, FileMode.CreateNew, preallocate: Length).Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // No room, or no right: the store works without it, and what is wrong with the disk shows at the next commit.
        }
    }
}
