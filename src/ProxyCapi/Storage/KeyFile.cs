using System.Globalization;
using System.Security.Cryptography;

namespace ProxyCapi.Storage;

/// <summary>
/// The generated keys: one a line, <c>time Base64</c>, the newest first. A new one is put on top when the newest is older than
/// <see cref="Lifetime"/>; old ones stay: a line four times a year costs nothing, and no clock that was set wrong takes the key of a row away.
/// </summary>
/// <remarks>
/// A key beside the data protects copies and backups of the database, not a machine that was taken over. Whoever wants more configures
/// <c>Delivery:EncryptionKeys</c> from a secret store.
/// </remarks>
internal sealed class KeyFile(StoreFolder folder)
{
    /// <summary>How long a key seals.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Reads the keys; makes the first one, or the next.</summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be read or written.</exception>
    public DataKeyRing Open(DateTimeOffset now)
    {
        var entries = File.Exists(folder.Keys) ? Read(now) : [];
        if (entries.Count == 0 || entries[0].Created < now - Lifetime)
        {
            entries.Insert(0, (now, DataKeyRing.KeyOf(RandomNumberGenerator.GetBytes(DataKey.Length))));
            Replace(entries);
        }

        return new DataKeyRing([.. entries.Select(entry => entry.Key)]);
    }

    /// <summary>Writes keys anew whose file is gone.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written.</exception>
    public void Restore(DataKeyRing keys, DateTimeOffset now)
    {
        if (!File.Exists(folder.Keys))
        {
            Replace([.. keys.All.OrderByDescending(key => key == keys.Current).Select(key => (now, key))]);
        }
    }

    /// <summary>Reads the keys and changes nothing.</summary>
    /// <returns><see langword="null"/> if there are none.</returns>
    public DataKeyRing? OpenToRead() =>
        File.Exists(folder.Keys) && Parse(File.ReadLines(folder.Keys)) is { Count: > 0 } entries ? new DataKeyRing([.. entries.Select(entry => entry.Key)]) : null;

    /// <summary>A file without a single key is set aside, not deleted: somebody may be able to mend it.</summary>
    private List<(DateTimeOffset Created, DataKey Key)> Read(DateTimeOffset now)
    {
        var entries = Parse(File.ReadLines(folder.Keys));
        if (entries.Count == 0)
        {
            var aside = folder.CreateAside("damaged-key", now);
            File.Move(folder.Keys, Path.Combine(aside, Path.GetFileName(folder.Keys)));
        }

        return entries;
    }

    private static List<(DateTimeOffset Created, DataKey Key)> Parse(IEnumerable<string> lines)
    {
        var entries = new List<(DateTimeOffset, DataKey)>();
        foreach (var line in lines)
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var time, var text]
                && DateTimeOffset.TryParseExact(time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created)
                && DataKeyRing.Parse(text) is { } key)
            {
                entries.Add((created, key));
            }
        }

        return entries;
    }

    // Written beside and renamed: a crash leaves the old file or the new one, never half of one.
    private void Replace(List<(DateTimeOffset Created, DataKey Key)> entries)
    {
        var next = folder.Keys + ".new";
        using (var file = StoreFolder.Write(next, FileMode.Create))
        {
            using var writer = new StreamWriter(file, leaveOpen: true);
            foreach (var (created, key) in entries)
            {
                writer.Write(string.Create(CultureInfo.InvariantCulture, $"{created.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)} {Convert.ToBase64String(key.Bytes)}\n"));
            }

            writer.Flush();
            file.Flush(flushToDisk: true);
        }

        File.Move(next, folder.Keys, overwrite: true);
    }
}
