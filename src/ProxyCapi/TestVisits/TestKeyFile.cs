using System.Security.Cryptography;
using ProxyCapi.Storage;

namespace ProxyCapi.TestVisits;

/// <summary>The key that test links are signed with: made with the first link, the owner's alone. Deleting the file ends every link.</summary>
internal sealed class TestKeyFile(StoreFolder folder)
{
    private const int Length = 32;

    /// <summary>The key; <see langword="null"/> if no link was ever made.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be read.</exception>
    public byte[]? Read() => File.Exists(folder.TestKey) && File.ReadAllBytes(folder.TestKey) is { Length: Length } key ? key : null;

    /// <summary>The key, made if there is none.</summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be read or written.</exception>
    public byte[] ReadOrCreate()
    {
        if (Read() is { } known)
        {
            return known;
        }

        folder.Create();
        var key = RandomNumberGenerator.GetBytes(Length);
        using var file = StoreFolder.Write(folder.TestKey, FileMode.Create);
        file.Write(key);
        file.Flush(flushToDisk: true);
        return key;
    }
}
