using ProxyCapi.Configuration;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Storage;

/// <summary>
/// Keeps the database small and the disk free: checkpoints, gives space back, forgets what is past its time, writes the high-water mark. Runs on
/// the writer's thread between two groups, a little at a time.
/// </summary>
internal sealed class StoreMaintenance(StoreFolder folder, Ballast ballast, Func<DeliveryOptions> options, Func<string, long?> freeSpace, LaneDoorbells doorbells, ProxyCapiMetrics metrics, TimeProvider time)
{
    private const int PrunedAtOnce = 2000;
    private const int PagesAtOnce = 512;

    /// <summary>Free pages that are kept for what comes next (8 MB at 8 KB a page).</summary>
    private const int SparePages = 1024;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PruneEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestLate = TimeSpan.FromDays(70);

    private readonly WallClockWatch _watch = new(time);
    private long _lastCommit;
    private long _lastPrune;
    private bool _isDirty;
    private long _marked;
    private bool _wasOpened;

    /// <summary>The time by which what is kept grows old.</summary>
    public RetentionClock Retention { get; } = new(time);

    /// <summary>Bytes that may still be written to the disk, as of the last look; <see langword="null"/> if unknown.</summary>
    public long? FreeBytes { get; private set; }

    /// <summary>Room that new events must leave on the disk: what others shall have, and what deleting needs if the ballast does not hold it.</summary>
    public long Floor => Math.Max(options().MinFreeBytes, ballast.IsHeld ? 0 : Ballast.Length);

    /// <summary>Whether there is so much room after a full disk that it is not full again at once.</summary>
    public bool HasRoomToGrow => !(FreeBytes < (ballast.IsHeld ? Ballast.Length : 2 * Ballast.Length));

    /// <summary>Bytes of the database in use, as of the last look.</summary>
    public long UsedBytes { get; private set; }

    /// <summary>A database was opened.</summary>
    public void Opened(StoreSession session)
    {
        Look(session);
        if (!_wasOpened && session.LastId > 0)
        {
            // Ids are made of the time: nothing was stored after this.
            _wasOpened = true;
            Retention.Begin(SqliteOutboxStore.TimeOf(session.LastId));
        }

        _lastCommit = _lastPrune = time.GetTimestamp();
        _isDirty = true;
        _marked = session.CommittedId;
        doorbells.RingAll();
    }

    /// <summary>Changes were committed.</summary>
    public void Committed(int changes)
    {
        _isDirty |= changes > 0;
        _lastCommit = time.GetTimestamp();
    }

    /// <summary>Does what is due.</summary>
    public void Run(StoreSession session)
    {
        Look(session);
        if (_watch.SetBack() is { Ticks: > 0 } back)
        {
            session.Run($"UPDATE item SET due = due - {(long)back.TotalMilliseconds}, doubt_since = doubt_since - {(long)back.TotalMilliseconds} WHERE state IN (0, 1)");
            doorbells.RingAll();
        }

        if (session.DataVersion() is var version && version != session.Version)
        {
            // Another process has changed something: the operator's command replays events, say.
            session.Version = version;
            _isDirty = true;
            var before = session.Rows;
            session.CountRows();
            metrics.Replayed(Math.Max(0, session.Rows - before));
            doorbells.RingAll();
        }

        if (time.GetElapsedTime(_lastPrune) >= PruneEvery)
        {
            _lastPrune = time.GetTimestamp();
            Prune(session);
            session.CountRows();
        }

        var isIdle = time.GetElapsedTime(_lastCommit) >= Idle;
        Shrink(session, isIdle);
        if (isIdle && _isDirty)
        {
            // A small log is the best protection against damage in it (delivery.md section 3.7).
            session.Run("PRAGMA wal_checkpoint(TRUNCATE)");
            _isDirty = false;
        }

        Mark(session, isClosed: false);
    }

    /// <summary>Leaves everything in the database's own file.</summary>
    public void Close(StoreSession session)
    {
        session.Run("PRAGMA wal_checkpoint(TRUNCATE)");
        _marked = 0;
        Mark(session, isClosed: true);
    }

    private void Look(StoreSession session)
    {
        ballast.Ensure(freeSpace(folder.Path));
        FreeBytes = freeSpace(folder.Path);
        UsedBytes = session.UsedBytes();
    }

    private void Prune(StoreSession session)
    {
        var now = Retention.Now;
        var current = options();
        Delete("seen", "key", $"expires <= {OutboxStatements.Milliseconds(now)}");
        Delete("item", "id", $"state = 2 AND due <= {OutboxStatements.Milliseconds(now - current.DeadLetterRetention)}");
        Delete("item", "id", $"state = 3 AND due <= {OutboxStatements.Milliseconds(now - current.AcceptedRetention)}");
        // No event gets that old: what it is about could not be brought back.
        Delete("late", "item", $"noted <= {OutboxStatements.Milliseconds(now - LongestLate)}");
        session.Run($"""
            DELETE FROM item WHERE id IN (
                SELECT id FROM item INDEXED BY item_by_lane WHERE state = 2
                ORDER BY due DESC, id DESC LIMIT {PrunedAtOnce} OFFSET {current.MaxDeadLetters})
            """);

        void Delete(string table, string key, string condition) =>
            session.Run($"DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} WHERE {condition} LIMIT {PrunedAtOnce})");
    }

    // Space comes back to the disk a little at a time, so that nobody's commit waits for it.
    private static void Shrink(StoreSession session, bool isIdle)
    {
        var free = session.FreePages();
        if (free > (isIdle ? 0 : SparePages))
        {
            session.Run($"PRAGMA incremental_vacuum({Math.Min(free, isIdle ? SparePages * 8 : PagesAtOnce)})");
        }
    }

    private void Mark(StoreSession session, bool isClosed)
    {
        if (session.CommittedId == _marked && !isClosed)
        {
            return;
        }

        try
        {
            new HighWaterMark(session.CommittedId, isClosed).Write(folder);
            _marked = session.CommittedId;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // An older mark notices less; the next look writes it again.
        }
    }
}
