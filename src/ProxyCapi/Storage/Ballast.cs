using System.Security.Cryptography;

namespace ProxyCapi.Storage;

/// <summary>
/// Space held back on the disk. SQLite cannot even delete on a full disk (delivery.md section 3.5): giving up this file lets the outbox empty
/// itself. The file is written out with bytes that nothing can compress: one of which the disk has only the length would give nothing back.
/// </summary>
internal sealed class Ballast(StoreFolder folder)
{
    /// <summary>Bytes of the file: a full log (4 MB), and as much again for what its checkpoint adds to the database.</summary>
    public const long Length = 8 * 1024 * 1024;

    /// <summary>The disk must have this much room before the file is made.</summary>
    public const long RoomForBallast = 64 * 1024 * 1024;

    private const int BlockLength = 1024 * 1024;

    private volatile bool _isHeld;

    /// <summary>Whether the space is taken. While it is not, as much must stay free on the disk.</summary>
    public bool IsHeld => _isHeld;

    /// <summary>Gives the space up.</summary>
    /// <returns>Whether there was any.</returns>
    public bool Release()
    {
        _isHeld = false;
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
        // A crash may have left a part of it.
        _isHeld = new FileInfo(folder.Ballast) is { Exists: true, Length: Length };
        if (!_isHeld && !(freeBytes < RoomForBallast))
        {
            _isHeld = TryTake();
        }
    }

    private bool TryTake()
    {
        try
        {
            using var file = StoreFolder.Write(folder.Ballast, FileMode.Create);
            var block = new byte[BlockLength];
            for (var written = 0L; written < Length; written += BlockLength)
            {
                RandomNumberGenerator.Fill(block);
                file.Write(block);
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // No room, or no right: the store works without it, and what is wrong with the disk shows at the next commit.
            Release();
            return false;
        }
    }
}
