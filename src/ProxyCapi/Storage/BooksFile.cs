using System.Globalization;
using Microsoft.Data.Sqlite;
using ProxyCapi.Diagnostics.Books;

namespace ProxyCapi.Storage;

/// <summary>The books on disk: counts by hour, in a file of their own beside the outbox.</summary>
/// <remarks>
/// A file of its own, so that no count ever stands in the way of an order: not in its writer's queue, not in its disk quota, and not when it is damaged. Nothing
/// in it is about a person, and nothing of it is needed to send.
/// </remarks>
internal sealed class BooksFile(StoreFolder folder, SqliteSettings settings)
{
    /// <summary>How long counts are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS book (
            hour INTEGER NOT NULL, kind INTEGER NOT NULL, event TEXT NOT NULL, pixel TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT NULL,
            count INTEGER NOT NULL, PRIMARY KEY (hour, kind, event, pixel, outcome, reason)) WITHOUT ROWID;
        """;

    /// <summary>Adds counts to an hour's, and forgets what is too old. All of them or none.</summary>
    /// <exception cref="SqliteException">The disk takes nothing.</exception>
    /// <exception cref="IOException">The disk takes nothing.</exception>
    public void Add(IReadOnlyList<BookLine> lines, DateTimeOffset now)
    {
        using var connection = OpenToWrite();
        using var transaction = connection.BeginTransaction(deferred: false);
        using var add = new Statement(connection, """
            INSERT INTO book (hour, kind, event, pixel, outcome, reason, count) VALUES ($hour, $kind, $event, $pixel, $outcome, $reason, $count)
            ON CONFLICT DO UPDATE SET count = count + excluded.count
            """);
        foreach (var line in lines)
        {
            add.Run(
                ("$hour", Hour(now)), ("$kind", (int)line.Kind), ("$event", line.EventName), ("$pixel", line.Pixel), ("$outcome", line.Outcome), ("$reason", line.Reason),
                ("$count", line.Count));
        }

        using var forget = new Statement(connection, "DELETE FROM book WHERE hour < $hour");
        forget.Run(("$hour", Hour(now - Kept)));
        transaction.Commit();
    }

    /// <summary>The counts of each hour from one on; none if there is no file yet.</summary>
    /// <exception cref="SqliteException">The file cannot be read.</exception>
    public IReadOnlyList<(DateTimeOffset Hour, BookLine Line)> Read(DateTimeOffset since)
    {
        if (!File.Exists(folder.Books))
        {
            return [];
        }

        using var connection = SqliteConnections.OpenReader(folder.Books, settings);
        using var query = new Statement(connection, "SELECT hour, kind, event, pixel, outcome, reason, count FROM book WHERE hour >= $hour ORDER BY hour");
        using var rows = query.Read(("$hour", Hour(since)));
        var lines = new List<(DateTimeOffset, BookLine)>();
        while (rows.Read())
        {
            lines.Add((
                DateTimeOffset.FromUnixTimeSeconds(rows.GetInt64(0) * 3600),
                new BookLine((BookKind)rows.GetInt32(1), rows.GetString(2), rows.GetString(3), rows.GetString(4), rows.GetString(5), rows.GetInt64(6))));
        }

        return lines;
    }

    /// <summary>Puts a file that cannot be used aside, under a name that tells when; what comes begins anew.</summary>
    public void SetAside(DateTimeOffset now)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{folder.Books}.damaged-{now.UtcDateTime:yyyyMMdd'T'HHmmss}");
        foreach (var end in new[] { "", "-wal", "-shm" })
        {
            if (File.Exists(folder.Books + end))
            {
                File.Move(folder.Books + end, name + end, overwrite: true);
            }
        }
    }

    private SqliteConnection OpenToWrite()
    {
        folder.Create();
        using (StoreFolder.Write(folder.Books, FileMode.OpenOrCreate, FileShare.ReadWrite))
        {
            // The owner's mode, before SQLite writes anything.
        }

        var connection = SqliteConnections.OpenForCounts(folder.Books, settings);
        try
        {
            using var schema = new Statement(connection, Schema);
            schema.Run();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static long Hour(DateTimeOffset time) => time.ToUnixTimeSeconds() / 3600;
}
