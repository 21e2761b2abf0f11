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
    private readonly Statement _doubt;
    private readonly Statement _warn;
    private readonly Statement _delete;
    private readonly Statement _accept;
    private readonly Statement _park;
    private readonly Statement _bury;
    private readonly Statement _forget;
    private readonly Statement _seenAs;
    private readonly Statement _bringBack;
    private readonly Statement _deleteSeen;
    private readonly Statement _addHistory;
    private readonly Statement _evictable;
    private readonly Statement _late;
    private readonly Statement _findLate;
    private readonly Statement _settled;
    private readonly Statement _through;
    private readonly Statement _findThrough;

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
        _posting = new Statement(connection, """
            UPDATE item SET state = 1, due = CASE state WHEN 0 THEN $now ELSE due END, first_post = coalesce(first_post, $now), attempts = attempts + (state = 0)
            WHERE id = $id AND state < 2
            """);
        _doubt = new Statement(connection, "UPDATE item SET state = 0, doubt_since = coalesce(doubt_since, due), due = due + $pause WHERE id = $id AND state = 1");
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
        _addHistory = new Statement(connection, """
            UPDATE item SET due = max(due, $due), doubt_since = coalesce(doubt_since, $doubt), first_post = coalesce(first_post, $first), attempts = max(attempts, $attempts)
            WHERE state = 0 AND id = (SELECT item FROM seen WHERE key = $key)
            """);
        _evictable = new Statement(connection, "SELECT id, coalesce(pixel, ''), coalesce(event_name, ''), coalesce(seen_key, x'') FROM item INDEXED BY item_by_lane WHERE state = 0 AND lane = 1 ORDER BY due LIMIT $limit");
        _bringBack = new Statement(connection, """
            INSERT INTO item (id, state, pixel, lane, due, event_time, size, doubt_since, first_post, attempts, event_name, action_source, reason, code, subcode, note, seen_key, key_id, body)
            VALUES ($id, $state, $pixel, $lane, $due, $time, $size, $doubt, $first, $attempts, $name, $source, $reason, $code, $subcode, $note, $key, $keyId, $body)
            ON CONFLICT (id) DO NOTHING
            """);
        _late = new Statement(connection, $"""
            INSERT INTO late ({LateSettlement.Columns})
            SELECT $id, $noted, $state, $due, $doubt, $reason, $code, $subcode, $note WHERE NOT EXISTS (SELECT 1 FROM item WHERE id = $id)
            ON CONFLICT (item) DO UPDATE SET state = excluded.state, due = excluded.due, doubt_since = coalesce(doubt_since, excluded.doubt_since),
                reason = excluded.reason, code = excluded.code, subcode = excluded.subcode, note = coalesce(excluded.note, note)
                WHERE state = 0
            """);
        _findLate = new Statement(connection, $"SELECT {LateSettlement.Columns} FROM late WHERE item = $id");
        _settled = new Statement(connection, "DELETE FROM late WHERE item = $id");
        _through = new Statement(connection, """
            INSERT INTO salvage (folder, through) VALUES ($folder, $id) ON CONFLICT (folder) DO UPDATE SET through = max(through, excluded.through)
            """);
        _findThrough = new Statement(connection, "SELECT through FROM salvage WHERE folder = $folder");
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

    /// <summary>Adds to the row that waits, and for which an order is remembered, what has become of another copy of its event.</summary>
    public void AddHistory(byte[] key, LeasedItem copy, DateTimeOffset due) => _addHistory.Run(
        ("$key", key), ("$due", Milliseconds(due)), ("$doubt", Milliseconds(copy.DoubtSince)), ("$first", Milliseconds(copy.FirstPost)), ("$attempts", copy.Attempts));

    /// <summary>Takes out the row that waits and for which an order is remembered.</summary>
    /// <returns>How many rows left the queue.</returns>
    public int DeleteSeenAs(byte[] key) => _deleteSeen.Run(("$key", key));

    /// <summary>
    /// Adds a row of a damaged database as it was, or as it has been settled since, unless it is known here, or would be sent and its order is known
    /// here. What was on its way there has an outcome that nobody knows.
    /// </summary>
    /// <param name="salvaged">The row.</param>
    /// <param name="keep">Whether a row that Meta has is kept.</param>
    /// <param name="now">The time.</param>
    /// <param name="expires">How long its order is remembered.</param>
    /// <returns>Where it stands now; <see langword="null"/> if it was not added.</returns>
    public ItemState? BringBack((SealedRow Row, byte[] SeenKey) salvaged, bool keep, DateTimeOffset now, DateTimeOffset expires)
    {
        var (row, key) = salvaged;
        var late = FindLate(row.Id);
        var isNew = TryRemember(key, row.Id, now, expires) || IsRememberedAs(key, row.Id);
        row = late?.ApplyTo(row) ?? row.Found();
        if (!isNew && row.State is not (ItemState.Dead or ItemState.Accepted))
        {
            return null;
        }

        _settled.Run(("$id", row.Id));
        if (late?.State == ItemState.Accepted && !keep)
        {
            return null;
        }

        return _bringBack.Run(
            ("$id", row.Id), ("$state", (int)row.State), ("$pixel", row.Pixel), ("$lane", (int)row.Lane), ("$due", Milliseconds(row.Due)),
            ("$time", Milliseconds(row.EventTime)), ("$size", row.Size), ("$doubt", Milliseconds(row.DoubtSince)), ("$first", Milliseconds(row.FirstPost)),
            ("$attempts", row.Attempts), ("$name", row.EventName), ("$source", row.ActionSource), ("$reason", row.Reason), ("$code", row.Code),
            ("$subcode", row.Subcode), ("$note", row.Note), ("$key", key), ("$keyId", row.KeyId), ("$body", row.Body)) > 0 ? row.State : null;
    }

    /// <summary>Notes what has become of a row, unless it is here: it lies in a database that was set aside, and may be brought back.</summary>
    public void NoteLate(LateSettlement late) => _late.Run(
        ("$id", late.Item), ("$noted", Milliseconds(late.Noted)), ("$state", (int)late.State), ("$due", Milliseconds(late.Due)), ("$doubt", Milliseconds(late.DoubtSince)),
        ("$reason", late.Reason), ("$code", late.Code), ("$subcode", late.Subcode), ("$note", late.Note));

    /// <summary>Notes how far a database that was set aside has been brought back.</summary>
    /// <param name="folder">The name of its folder.</param>
    /// <param name="id">The last row that was looked at.</param>
    public void NoteBroughtBack(string folder, long id) => _through.Run(("$folder", folder), ("$id", id));

    /// <summary>The last row that was looked at of a database that was set aside; <see langword="null"/> if none was.</summary>
    public long? BroughtBack(string folder)
    {
        using var rows = _findThrough.Read(("$folder", folder));
        return rows.Read() ? rows.GetInt64(0) : null;
    }

    /// <summary>Adds a row that waits.</summary>
    public void Insert(LeasedItem row, byte[] seenKey, DateTimeOffset due, DataKey key)
    {
        var item = row.Item;
        var body = EventSealer.Seal(
            key, row.Id, item.Pixel, item.EventName, new EventEnvelope(item.EventId, item.DedupeKey, item.TraceParent ?? "", item.Payload) { TestEventCode = item.TestEventCode ?? "" });
        _insert.Run(
            ("$id", row.Id), ("$pixel", item.Pixel), ("$lane", (int)item.Lane), ("$due", Milliseconds(due)), ("$time", Milliseconds(item.EventTime)),
            ("$size", item.Payload.Length), ("$doubt", Milliseconds(row.DoubtSince)), ("$first", Milliseconds(row.FirstPost)), ("$attempts", row.Attempts),
            ("$name", item.EventName), ("$source", item.ActionSource), ("$key", seenKey), ("$keyId", key.Id), ("$body", body));
    }

    /// <summary>Notes the highest id that was given out.</summary>
    public void NoteLastId(long id) => _lastId.Run(("$id", id));

    /// <summary>A request with these rows is about to leave.</summary>
    /// <exception cref="StoreUnavailableException">One of them is not here, or has ended: the request must not leave.</exception>
    public void MarkPosting(IReadOnlyList<long> ids, DateTimeOffset now)
    {
        foreach (var id in ids)
        {
            if (_posting.Run(("$now", Milliseconds(now)), ("$id", id)) == 0)
            {
                throw new StoreUnavailableException(StoreTrouble.Damaged);
            }
        }
    }

    /// <summary>These rows were on their way, and nobody will say any more what has become of them.</summary>
    public void Doubt(IReadOnlyList<long> ids)
    {
        foreach (var id in ids)
        {
            _doubt.Run(("$pause", (long)DoubtPause.TotalMilliseconds), ("$id", id));
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

            var isHere = (keep ? _accept.Run(("$now", Milliseconds(now)), ("$note", note), ("$id", id)) : _delete.Run(("$id", id))) > 0;
            if (!isHere)
            {
                NoteLate(new LateSettlement(id, now, ItemState.Accepted, now) { Note = note });
            }

            changed += isHere ? 1 : 0;
        }

        return changed;
    }

    /// <summary>Gives rows back until a time.</summary>
    public void Park(IReadOnlyList<long> ids, Parking parking, DateTimeOffset now)
    {
        foreach (var id in ids)
        {
            if (_park.Run(("$due", Milliseconds(parking.Due)), ("$note", parking.Note), ("$doubt", parking.InDoubt ? 1 : 0), ("$now", Milliseconds(now)), ("$id", id)) == 0)
            {
                NoteLate(new LateSettlement(id, now, ItemState.Waiting, parking.Due) { DoubtSince = parking.InDoubt ? now : null, Note = parking.Note });
            }
        }
    }

    /// <summary>Takes rows out of the queue for good.</summary>
    /// <returns>How many rows left the queue.</returns>
    public int DeadLetter(IReadOnlyList<long> ids, DeadLetter letter, DateTimeOffset now)
    {
        var changed = 0;
        foreach (var id in ids)
        {
            var reason = Outcomes.Of(letter.Reason).Reason;
            var isHere = _bury.Run(
                ("$now", Milliseconds(now)), ("$reason", reason), ("$code", letter.Code), ("$subcode", letter.Subcode), ("$note", letter.Message), ("$id", id)) > 0;
            if (!isHere)
            {
                NoteLate(new LateSettlement(id, now, ItemState.Dead, now) { Reason = reason, Code = letter.Code, Subcode = letter.Subcode, Note = letter.Message });
            }

            changed += isHere ? 1 : 0;
        }

        return changed;
    }

    /// <summary>The oldest items that give way first.</summary>
    public List<(long Id, string Pixel, string EventName, byte[] SeenKey)> Evictable(int limit)
    {
        var found = new List<(long, string, string, byte[])>();
        using var rows = _evictable.Read(("$limit", limit));
        while (rows.Read())
        {
            found.Add((rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetFieldValue<byte[]>(3)));
        }

        return found;
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
        foreach (var statement in new[]
        {
            _seen, _insert, _lastId, _posting, _doubt, _warn, _delete, _accept, _park, _bury, _forget, _seenAs, _bringBack, _deleteSeen, _addHistory, _evictable,
            _late, _findLate, _settled, _through, _findThrough,
        })
        {
            statement.Dispose();
        }
    }

    private LateSettlement? FindLate(long id)
    {
        using var rows = _findLate.Read(("$id", id));
        return rows.Read() ? LateSettlement.Of(rows) : null;
    }

    /// <summary>A time as it is stored.</summary>
    internal static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static long? Milliseconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();
}
