using Microsoft.Data.Sqlite;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Storage;

/// <summary>Every change to the tables, prepared once. Used by the writer alone, inside its transaction.</summary>
internal sealed class OutboxStatements : IDisposable
{
    /// <summary>A request whose outcome nobody knows is not repeated before this time has passed (design.md section 7).</summary>
    public static readonly TimeSpan DoubtPause = TimeSpan.FromSeconds(60);

    /// <summary>The latest time that can be stored (the last millisecond of the year 9999); a column with a later one is damaged.</summary>
    public const long LatestTime = 253_402_300_799_999;

    private readonly Statement _seen;
    private readonly Statement _insert;
    private readonly Statement _lastId;
    private readonly Statement _posting;
    private readonly Statement _warn;
    private readonly Statement _delete;
    private readonly Statement _accept;
    private readonly Statement _park;
    private readonly Statement _bury;
    private readonly Statement _forget;
    private readonly Statement _seenAs;
    private readonly Statement _bringBack;
    private readonly Statement _deleteSeen;

    /// <param name="connection">The writing connection, migrated.</param>
    public OutboxStatements(SqliteConnection connection)
    {
        _seen = new Statement(connection, """
            INSERT INTO seen (key, expires, item) VALUES ($key, $expires, $id)
            ON CONFLICT (key) DO UPDATE SET expires = excluded.expires, item = excluded.item, note = NULL WHERE seen.expires <= $now
            """);
        _insert = new Statement(connection, """
            INSERT INTO item (id, state, pixel, lane, due, event_time, size, doubt_since, first_post, attempts, event_name, action_source, seen_key, key_id, body)
            VALUES ($id, 0, $pixel, $lane, $due, $time, $size, $doubt, $first, $attempts, $name, $source, $key, $keyId, $body)
            """);
        _lastId = new Statement(connection, "UPDATE meta SET value = max(value, $id) WHERE name = 'last_id'");
        _posting = new Statement(connection, "UPDATE item SET state = 1, due = $now, first_post = coalesce(first_post, $now), attempts = attempts + 1 WHERE id = $id AND state = 0");
        _warn = new Statement(connection, "UPDATE seen SET note = $note WHERE key = (SELECT seen_key FROM item WHERE id = $id)");
        _delete = new Statement(connection, "DELETE FROM item WHERE id = $id AND state < 2");
        _accept = new Statement(connection, "UPDATE item SET state = 3, due = $now, note = $note WHERE id = $id AND state < 2");
        _park = new Statement(connection, """
            UPDATE item SET state = 0, due = $due, note = coalesce($note, note),
                doubt_since = CASE WHEN $doubt THEN coalesce(doubt_since, CASE state WHEN 1 THEN due ELSE $now END) ELSE doubt_since END
            WHERE id = $id AND state < 2
            """);
        _bury = new Statement(connection, """
            UPDATE item SET state = 2, due = $now, reason = $reason, code = $code, subcode = $subcode, note = coalesce($note, note) WHERE id = $id AND state < 2
            """);
        _forget = new Statement(connection, "DELETE FROM seen WHERE key = $key AND item = $id");
        _seenAs = new Statement(connection, "SELECT 1 FROM seen WHERE key = $key AND item = $id");
        _deleteSeen = new Statement(connection, "DELETE FROM item WHERE state = 0 AND id = (SELECT item FROM seen WHERE key = $key)");
        _bringBack = new Statement(connection, """
            INSERT INTO item (id, state, pixel, lane, due, event_time, size, doubt_since, first_post, attempts, event_name, action_source, reason, code, subcode, note, seen_key, key_id, body)
            VALUES ($id, $state, $pixel, $lane, $due, $time, $size, $doubt, $first, $attempts, $name, $source, $reason, $code, $subcode, $note, $key, $keyId, $body)
            ON CONFLICT (id) DO NOTHING
            """);
    }

    /// <summary>Remembers that an order was seen.</summary>
    /// <returns>Whether it is new.</returns>
    public bool TryRemember(byte[] key, long id, DateTimeOffset now, DateTimeOffset expires) =>
        _seen.Run(("$key", key), ("$expires", Milliseconds(expires)), ("$id", id), ("$now", Milliseconds(now))) > 0;

    /// <summary>Whether an order is remembered for this very row.</summary>
    public bool IsRememberedAs(byte[] key, long id)
    {
        using var rows = _seenAs.Read(("$key", key), ("$id", id));
        return rows.Read();
    }

    /// <summary>Takes out the row that waits and for which an order is remembered.</summary>
    /// <returns>How many rows left the queue.</returns>
    public int DeleteSeenAs(byte[] key) => _deleteSeen.Run(("$key", key));

    /// <summary>
    /// Adds a row of a damaged database as it was, unless it or its order is known here. What was on its way there has an outcome that nobody knows.
    /// </summary>
    /// <returns>Whether it was added.</returns>
    public bool BringBack((SealedRow Row, byte[] SeenKey) salvaged, DateTimeOffset now, DateTimeOffset expires)
    {
        var (row, key) = salvaged;
        if (!TryRemember(key, row.Id, now, expires) && !IsRememberedAs(key, row.Id))
        {
            return false;
        }

        var wasPosting = row.State == ItemState.Posting;
        return _bringBack.Run(
            ("$id", row.Id), ("$state", (int)(wasPosting ? ItemState.Waiting : row.State)), ("$pixel", row.Pixel), ("$lane", (int)row.Lane),
            ("$due", Milliseconds(wasPosting ? row.Due + DoubtPause : row.Due)), ("$time", Milliseconds(row.EventTime)), ("$size", row.Size),
            ("$doubt", Milliseconds(row.DoubtSince ?? (wasPosting ? row.Due : null))), ("$first", Milliseconds(row.FirstPost)), ("$attempts", row.Attempts),
            ("$name", row.EventName), ("$source", row.ActionSource), ("$reason", row.Reason), ("$code", row.Code), ("$subcode", row.Subcode),
            ("$note", row.Note), ("$key", key), ("$keyId", row.KeyId), ("$body", row.Body)) > 0;
    }

    /// <summary>Adds a row that waits.</summary>
    public void Insert(LeasedItem row, byte[] seenKey, DateTimeOffset due, DataKey key)
    {
        var item = row.Item;
        var body = EventSealer.Seal(
            key, row.Id, item.Pixel, item.EventName, new EventEnvelope(item.EventId, item.DedupeKey, item.TraceParent ?? "", item.Payload));
        _insert.Run(
            ("$id", row.Id), ("$pixel", item.Pixel), ("$lane", (int)item.Lane), ("$due", Milliseconds(due)), ("$time", Milliseconds(item.EventTime)),
            ("$size", item.Payload.Length), ("$doubt", Milliseconds(row.DoubtSince)), ("$first", Milliseconds(row.FirstPost)), ("$attempts", row.Attempts),
            ("$name", item.EventName), ("$source", item.ActionSource), ("$key", seenKey), ("$keyId", key.Id), ("$body", body));
    }

    /// <summary>Notes the highest id that was given out.</summary>
    public void NoteLastId(long id) => _lastId.Run(("$id", id));

    /// <summary>A request with these rows is about to leave.</summary>
    public void MarkPosting(IReadOnlyList<long> ids, DateTimeOffset now)
    {
        foreach (var id in ids)
        {
            _posting.Run(("$now", Milliseconds(now)), ("$id", id));
        }
    }

    /// <summary>Meta has these rows: they go, or stay for the operator if <paramref name="keep"/>.</summary>
    /// <returns>How many rows left the queue.</returns>
    public int Acknowledge(IReadOnlyList<long> ids, Acceptance acceptance, bool keep, DateTimeOffset now)
    {
        var (note, changed) = (acceptance.Note, 0);
        foreach (var id in ids)
        {
            if (note is not null)
            {
                _warn.Run(("$note", note), ("$id", id));
            }

            changed += keep ? _accept.Run(("$now", Milliseconds(now)), ("$note", note), ("$id", id)) : _delete.Run(("$id", id));
        }

        return changed;
    }

    /// <summary>Gives rows back until a time.</summary>
    public void Park(IReadOnlyList<long> ids, Parking parking, DateTimeOffset now)
    {
        foreach (var id in ids)
        {
            _park.Run(("$due", Milliseconds(parking.Due)), ("$note", parking.Note), ("$doubt", parking.InDoubt ? 1 : 0), ("$now", Milliseconds(now)), ("$id", id));
        }
    }

    /// <summary>Takes rows out of the queue for good.</summary>
    /// <returns>How many rows left the queue.</returns>
    public int DeadLetter(IReadOnlyList<long> ids, DeadLetter letter, DateTimeOffset now)
    {
        var changed = 0;
        foreach (var id in ids)
        {
            changed += _bury.Run(
                ("$now", Milliseconds(now)), ("$reason", Outcomes.Of(letter.Reason).Reason), ("$code", letter.Code), ("$subcode", letter.Subcode),
                ("$note", letter.Message), ("$id", id));
        }

        return changed;
    }

    /// <summary>Takes a row out as if it had never been: the next sight of its order is no duplicate.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Evict(long id, byte[] seenKey)
    {
        _forget.Run(("$key", seenKey), ("$id", id));
        return _delete.Run(("$id", id)) > 0;
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _seen, _insert, _lastId, _posting, _warn, _delete, _accept, _park, _bury, _forget, _seenAs, _bringBack, _deleteSeen })
        {
            statement.Dispose();
        }
    }

    /// <summary>A time as it is stored.</summary>
    internal static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static long? Milliseconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();
}
