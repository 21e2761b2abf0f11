using System.Globalization;
using Microsoft.Data.Sqlite;
using ProxyCapi.Delivery;

namespace ProxyCapi.Storage;

/// <summary>Every question to the tables that the sender asks. Not for concurrent use; no read is held open across a call.</summary>
internal sealed class OutboxReader : IDisposable
{
    /// <summary>What there is of each lane, from the index alone. Columns that are damaged are passed over: one row's must not hide all the others.</summary>
    public static readonly string LanesQuery = string.Create(CultureInfo.InvariantCulture, $"""
        SELECT state, pixel, lane, count(*), CAST(total(size) AS INTEGER), min(CASE WHEN event_time BETWEEN 0 AND {OutboxStatements.LatestTime} THEN event_time END), count(doubt_since)
        FROM item INDEXED BY item_by_lane WHERE state BETWEEN 0 AND 3 AND pixel IS NOT NULL AND lane IN (0, 1) GROUP BY state, pixel, lane
        """);

    private readonly SqliteConnection _connection;
    private readonly Statement _ready;
    private readonly Statement _next;
    private readonly Statement _take;
    private readonly Statement _lanes;
    private readonly Statement _seen;
    private readonly Statement _name;

    /// <param name="connection">A reading connection; disposed with the reader.</param>
    public OutboxReader(SqliteConnection connection)
    {
        _connection = connection;
        _ready = new Statement(connection, "SELECT id FROM item INDEXED BY item_by_lane WHERE state = 0 AND pixel = $pixel AND lane = $lane AND due <= $now LIMIT $limit");
        _next = new Statement(connection, """
            SELECT due FROM item INDEXED BY item_by_lane WHERE state = 0 AND pixel = $pixel AND lane = $lane AND due > $now AND due <= $latest ORDER BY due LIMIT 1
            """);

        // The index's own order: with any other one, rows that are due at the same moment would be sorted with their bodies, however many they are.
        _take = new Statement(connection, $"""
            SELECT {SealedRow.Columns} FROM item INDEXED BY item_by_lane
            WHERE state = 0 AND pixel = $pixel AND lane = $lane AND due <= $now ORDER BY due, event_time, size, doubt_since, id LIMIT $limit
            """);
        _lanes = new Statement(connection, LanesQuery);
        _seen = new Statement(connection, "SELECT 1 FROM seen WHERE key = $key AND expires > $now");
        _name = new Statement(connection, "SELECT coalesce(pixel, ''), coalesce(event_name, '') FROM item WHERE id = $id");
    }

    /// <summary>Ids of items that may be taken now, in no order.</summary>
    public List<long> Ready(string pixel, Lane lane, DateTimeOffset now, int limit)
    {
        var ids = new List<long>();
        using var rows = _ready.Read(("$pixel", pixel), ("$lane", (int)lane), ("$now", OutboxStatements.Milliseconds(now)), ("$limit", limit));
        while (rows.Read())
        {
            ids.Add(rows.GetInt64(0));
        }

        return ids;
    }

    /// <summary>When the next item may be taken that may not be taken now.</summary>
    public DateTimeOffset? NextDue(string pixel, Lane lane, DateTimeOffset now)
    {
        using var rows = _next.Read(("$pixel", pixel), ("$lane", (int)lane), ("$now", OutboxStatements.Milliseconds(now)), ("$latest", OutboxStatements.LatestTime));
        return rows.Read() ? DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(0)) : null;
    }

    /// <summary>Due items, oldest first, but those that are <paramref name="held"/>, as long as <paramref name="wanted"/> says so.</summary>
    public void Take(string pixel, Lane lane, DateTimeOffset now, int limit, Func<long, bool> held, Func<SealedRow, bool> wanted)
    {
        using var rows = _take.Read(("$pixel", pixel), ("$lane", (int)lane), ("$now", OutboxStatements.Milliseconds(now)), ("$limit", limit));
        while (rows.Read() && (held(rows.GetInt64(0)) || wanted(SealedRow.OfAny(rows))))
        {
            // The caller keeps what it wants; the body of a row that is held is not even read.
        }
    }

    /// <summary>What there is of each lane, from the index alone.</summary>
    public List<LaneState> Lanes()
    {
        var lanes = new Dictionary<(string, Lane), LaneState>();
        using var rows = _lanes.Read();
        while (rows.Read())
        {
            var state = (ItemState)rows.GetInt32(0);
            var (pixel, lane, count) = (rows.GetString(1), (Lane)rows.GetInt32(2), rows.GetInt64(3));
            var isOpen = state is ItemState.Waiting or ItemState.Posting;
            var part = new LaneState(pixel, lane)
            {
                Waiting = state == ItemState.Waiting ? count : 0,
                Posting = state == ItemState.Posting ? count : 0,
                Dead = state == ItemState.Dead ? count : 0,
                InDoubt = state == ItemState.Waiting ? rows.GetInt64(6) : 0,
                Bytes = isOpen ? rows.GetInt64(4) : 0,
                OldestEvent = isOpen && !rows.IsDBNull(5) ? DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(5)) : null,
            };
            var key = (pixel.ToUpperInvariant(), lane);
            lanes[key] = lanes.TryGetValue(key, out var sum) ? sum.Plus(part) : part;
        }

        return [.. lanes.Values];
    }

    /// <summary>Whether an order is remembered.</summary>
    public bool WasSeen(byte[] key, DateTimeOffset now)
    {
        using var rows = _seen.Read(("$key", key), ("$now", OutboxStatements.Milliseconds(now)));
        return rows.Read();
    }

    /// <summary>Pixel and event name of rows.</summary>
    public List<(string Pixel, string EventName)> NamesOf(IReadOnlyList<long> ids)
    {
        var found = new List<(string, string)>();
        foreach (var id in ids)
        {
            using var rows = _name.Read(("$id", id));
            if (rows.Read())
            {
                found.Add((rows.GetString(0), rows.GetString(1)));
            }
        }

        return found;
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _ready, _next, _take, _lanes, _seen, _name })
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }
}
