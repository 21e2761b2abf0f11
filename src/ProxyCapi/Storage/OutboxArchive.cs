using System.Globalization;
using Microsoft.Data.Sqlite;
using ProxyCapi.Delivery;

namespace ProxyCapi.Storage;

/// <summary>
/// What an operator asks about an outbox, beside a running proxy. Reads only, and never holds a read open between two calls: that would keep
/// SQLite's log from being cut.
/// </summary>
internal sealed class OutboxArchive(OutboxFiles files) : IDisposable
{
    /// <summary>Bodies that are opened in search of one event; more would take too long.</summary>
    public const int MostSearched = 200_000;

    private const int SearchedAtOnce = 500;

    private readonly SqliteConnection _connection = files.OpenToRead();
    private readonly Lazy<DataKeyRing?> _keys = new(files.ReadKeys);

    /// <summary>How the outbox is.</summary>
    public OutboxOverview Overview() => new()
    {
        Folder = files.Folder.Path,
        IsInUse = files.IsInUse(),
        SchemaVersion = OutboxSchema.GetVersion(_connection),
        DatabaseBytes = Length(files.Folder.Database),
        LogBytes = Length(files.Folder.Log),
        FreeBytes = files.Settings.FreeSpace(files.Folder.Path),
        LastId = Ask("SELECT value FROM meta WHERE name = 'last_id'"),
        Mark = HighWaterMark.Read(files.Folder),
        SetAside = [.. Directory.EnumerateDirectories(files.Folder.Path, "damaged*").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)],
        Lanes = Lanes(),
    };

    /// <summary>Rows that match, opened.</summary>
    public List<ArchivedItem> List(OutboxQuery query)
    {
        var order = query.IsNewestFirst ? "DESC" : "ASC";
        using var statement = new Statement(_connection, $"""
            SELECT {SealedRow.Columns} FROM item WHERE id IN (
                SELECT id FROM item INDEXED BY item_by_lane WHERE {Condition(query)} ORDER BY due {order}, id {order} LIMIT $limit)
            ORDER BY due {order}, id {order}
            """);
        return [.. Read(statement, ("$pixel", query.Pixel), ("$event", query.EventName), ("$limit", query.Limit))];
    }

    /// <summary>How many rows match, whatever the limit is.</summary>
    public long Count(OutboxQuery query)
    {
        using var statement = new Statement(_connection, $"SELECT count(*) FROM item INDEXED BY item_by_lane WHERE {Condition(query)}");
        using var rows = statement.Read(("$pixel", query.Pixel), ("$event", query.EventName));
        return rows.Read() ? rows.GetInt64(0) : 0;
    }

    /// <summary>One row, with what is remembered of its order.</summary>
    public ArchivedItem? Find(long id)
    {
        using var statement = new Statement(_connection, $"SELECT {SealedRow.Columns} FROM item WHERE id = $id");
        return Read(statement, ("$id", id)).FirstOrDefault() is { } found ? found with { Seen = SeenOf(id) } : null;
    }

    /// <summary>The rows of an event or order by its id. Ids are sealed, so bodies are opened, newest first, up to <see cref="MostSearched"/>.</summary>
    /// <returns>What was found, and whether every row was looked at.</returns>
    public (List<ArchivedItem> Found, bool IsComplete) FindCalled(string text)
    {
        var found = new List<ArchivedItem>();
        using var statement = new Statement(_connection, $"SELECT {SealedRow.Columns} FROM item WHERE id < $before ORDER BY id DESC LIMIT {SearchedAtOnce}");
        var before = long.MaxValue;
        for (var searched = 0; searched < MostSearched; searched += SearchedAtOnce)
        {
            ArchivedItem[] page = [.. Read(statement, ("$before", before))];
            found.AddRange(page.Where(item => item.IsCalled(text)).Select(item => item with { Seen = SeenOf(item.Row.Id) }));
            if (page.Length < SearchedAtOnce)
            {
                return (found, true);
            }

            before = page[^1].Row.Id;
        }

        return (found, false);
    }

    /// <summary>What is remembered of an event or order that has left the outbox: a digest, so that names have to be tried.</summary>
    public List<SeenOrder> FindSeen(string text, IEnumerable<string> pixels, IReadOnlyCollection<string> eventNames)
    {
        var found = new List<SeenOrder>();
        using var statement = new Statement(_connection, "SELECT item, expires, note FROM seen WHERE key = $key");
        foreach (var pixel in pixels)
        {
            foreach (var name in eventNames)
            {
                foreach (var prefix in new[] { SeenKey.OrderPrefix, SeenKey.EventPrefix })
                {
                    using var rows = statement.Read(("$key", SeenKey.Of(pixel, name, prefix + text)));
                    if (rows.Read())
                    {
                        found.Add(SeenAt(rows) with { Pixel = pixel, EventName = name });
                    }
                }
            }
        }

        return found;
    }

    /// <summary>What is remembered of a row that has left the outbox. Looks through all that is remembered.</summary>
    public SeenOrder? FindSeen(long id)
    {
        using var statement = new Statement(_connection, "SELECT item, expires, note FROM seen WHERE item = $id LIMIT 1");
        using var rows = statement.Read(("$id", id));
        return rows.Read() ? SeenAt(rows) : null;
    }

    public void Dispose() => _connection.Dispose();

    private SeenOrder? SeenOf(long id)
    {
        using var statement = new Statement(_connection, "SELECT item, expires, note FROM seen WHERE key = (SELECT seen_key FROM item WHERE id = $id)");
        using var rows = statement.Read(("$id", id));
        return rows.Read() ? SeenAt(rows) : null;
    }

    private static SeenOrder SeenAt(SqliteDataReader rows) =>
        new(null, null, rows.GetInt64(0), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(1)), rows.IsDBNull(2) ? null : rows.GetString(2));

    private List<LaneOverview> Lanes()
    {
        var dead = DeadByReason();
        var lanes = new SortedDictionary<(string, Lane), LaneOverview>();
        using var statement = new Statement(_connection, OutboxReader.LanesQuery);
        using var rows = statement.Read();
        while (rows.Read())
        {
            var (state, pixel, lane, count) = ((ItemState)rows.GetInt32(0), rows.GetString(1), (Lane)rows.GetInt32(2), rows.GetInt64(3));
            var key = (pixel.ToUpperInvariant(), lane);
            var before = lanes.GetValueOrDefault(key) ?? new LaneOverview(pixel, lane) { Dead = dead.GetValueOrDefault(key) ?? [] };
            lanes[key] = state switch
            {
                ItemState.Dead => before,
                ItemState.Accepted => before with { Accepted = count },
                _ => Open(before, state, count, rows),
            };
        }

        return [.. lanes.Values];
    }

    private static LaneOverview Open(LaneOverview lane, ItemState state, long count, SqliteDataReader rows)
    {
        DateTimeOffset? oldest = rows.IsDBNull(5) ? null : DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(5));
        lane = lane with { Bytes = lane.Bytes + rows.GetInt64(4), OldestEvent = lane.OldestEvent < oldest ? lane.OldestEvent : oldest ?? lane.OldestEvent };
        return state == ItemState.Waiting ? lane with { Waiting = count, InDoubt = rows.GetInt64(6) } : lane with { Posting = count };
    }

    private Dictionary<(string, Lane), SortedDictionary<string, long>> DeadByReason()
    {
        var dead = new Dictionary<(string, Lane), SortedDictionary<string, long>>();
        using var statement = new Statement(_connection, "SELECT pixel, lane, coalesce(reason, 'unknown'), count(*) FROM item WHERE state = 2 AND pixel IS NOT NULL AND lane IN (0, 1) GROUP BY 1, 2, 3");
        using var rows = statement.Read();
        while (rows.Read())
        {
            var key = (rows.GetString(0).ToUpperInvariant(), (Lane)rows.GetInt32(1));
            if (!dead.TryGetValue(key, out var reasons))
            {
                dead[key] = reasons = new SortedDictionary<string, long>(StringComparer.Ordinal);
            }

            reasons[rows.GetString(2)] = rows.GetInt64(3);
        }

        return dead;
    }

    private IEnumerable<ArchivedItem> Read(Statement statement, params (string, object?)[] values)
    {
        using var rows = statement.Read(values);
        while (rows.Read())
        {
            var row = SealedRow.OfAny(rows);
            yield return new ArchivedItem(row, _keys.Value is { } keys ? row.Open(keys) : null);
        }
    }

    // Numbers of our own enumeration: nothing an operator typed stands in the statement.
    private static string Condition(OutboxQuery query) => string.Create(CultureInfo.InvariantCulture, $"""
        state IN ({string.Join(", ", query.States.Select(state => (int)state))})
        AND ($pixel IS NULL OR pixel = $pixel) AND ($event IS NULL OR event_name = $event COLLATE NOCASE)
        """);

    private long Ask(string sql)
    {
        using var statement = new Statement(_connection, sql);
        return statement.Ask();
    }

    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
