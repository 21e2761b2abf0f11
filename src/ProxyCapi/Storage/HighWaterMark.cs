using System.Globalization;

namespace ProxyCapi.Storage;

/// <summary>
/// The last id that was on disk, and whether the store was closed in order: a small file beside the database. SQLite does not notice a log that
/// lost its end (delivery.md section 3.4); a database that knows less than the mark has lost something.
/// </summary>
/// <param name="LastId">The highest id ever committed.</param>
/// <param name="IsClosed">Whether the store was closed in order.</param>
internal readonly record struct HighWaterMark(long LastId, bool IsClosed)
{
    /// <summary>Reads it; a file that is missing or damaged counts as "nothing known, not closed in order".</summary>
    public static HighWaterMark Read(StoreFolder folder)
    {
        try
        {
            return File.Exists(folder.HighWaterMark)
                && File.ReadAllText(folder.HighWaterMark).Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var id, var state]
                && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
                ? new HighWaterMark(last, state == "closed")
                : default;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    /// <summary>Writes it.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written.</exception>
    public void Write(StoreFolder folder)
    {
        // Overwritten in place: the disk may be full, and half a mark counts as none.
        using var file = StoreFolder.Write(folder.HighWaterMark, FileMode.OpenOrCreate);
        using var writer = new StreamWriter(file);
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"{LastId:D19} {(IsClosed ? "closed" : "open  ")}"));
    }
}
