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
        List<string> lines = File.Exists(folder.Keys) ? Read(now) : [];
        if (Parse(lines) is not [var newest, ..] || newest.Created < now - Lifetime)
        {
            // A line that cannot be read stays: somebody may be able to mend it.
            lines.RemoveAll(string.IsNullOrWhiteSpace);
            lines.Insert(0, LineOf(now, DataKeyRing.KeyOf(RandomNumberGenerator.GetBytes(DataKey.Length))));
            Replace(lines);
        }

        return new DataKeyRing([.. Parse(lines).Select(entry => entry.Key)]);
    }

    /// <summary>Writes keys anew whose file is gone.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written.</exception>
    public void Restore(DataKeyRing keys, DateTimeOffset now)
    {
        if (!File.Exists(folder.Keys))
        {
            Replace(keys.All.OrderByDescending(key => key == keys.Current).Select(key => LineOf(now, key)));
        }
    }

    /// <summary>Reads the keys and changes nothing.</summary>
    /// <returns><see langword="null"/> if there are none.</returns>
    public DataKeyRing? OpenToRead() =>
        File.Exists(folder.Keys) && Parse(File.ReadLines(folder.Keys)) is { Count: > 0 } entries ? new DataKeyRing([.. entries.Select(entry => entry.Key)]) : null;

    /// <summary>A file without a single key is set aside, not deleted: somebody may be able to mend it.</summary>
    private List<string> Read(DateTimeOffset now)
    {
        List<string> lines = [.. File.ReadLines(folder.Keys)];
        if (Parse(lines).Count > 0)
        {
            return lines;
        }

        var aside = folder.CreateAside("damaged-key", now);
        File.Move(folder.Keys, Path.Combine(aside, Path.GetFileName(folder.Keys)));
        return [];
    }

    private static List<(DateTimeOffset Created, DataKey Key)> Parse(IEnumerable<string> lines) =>
        [.. lines.Select(Parse).Where(entry => entry is not null).Select(entry => entry!.Value)];

    private static (DateTimeOffset Created, DataKey Key)? Parse(string line) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var time, var text]
        && DateTimeOffset.TryParseExact(time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created)
        && DataKeyRing.Parse(text) is { } key ? (created, key) : null;

    private static string LineOf(DateTimeOffset created, DataKey key) =>
        $"{created.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)} {Convert.ToBase64String(key.Bytes)}";

    // Written beside and renamed: a crash leaves the old file or the new one, never half of one.
    private void Replace(IEnumerable<string> lines)
    {
        var next = folder.Keys + ".new";
        using (var file = StoreFolder.Write(next, FileMode.Create))
        {
            using var writer = new StreamWriter(file, leaveOpen: true);
            foreach (var line in lines)
            {
                writer.Write(line);
                writer.Write('\n');
            }

            writer.Flush();
            file.Flush(flushToDisk: true);
        }

        File.Move(next, folder.Keys, overwrite: true);
    }
}
