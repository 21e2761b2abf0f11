using System.Globalization;
using Microsoft.Data.Sqlite;
using ProxyCapi.Delivery;

namespace ProxyCapi.Storage;

/// <summary>
/// What an operator changes in an outbox, beside a running proxy: transactions of a few milliseconds, so that the proxy's own commits do not wait
/// for long. The proxy notices them by <c>PRAGMA data_version</c> and looks into its lanes.
/// </summary>
internal sealed class OutboxAdministration(OutboxFiles files, TimeProvider time) : IDisposable
{
    private const int ChangedAtOnce = 200;

    private readonly SqliteConnection _connection = files.OpenToWrite();

    /// <summary>The ids of all dead letters, the oldest first.</summary>
    public List<long> DeadLetters()
    {
        using var statement = new Statement(_connection, "SELECT id FROM item INDEXED BY item_by_lane WHERE state = 2 ORDER BY due, id");
        using var rows = statement.Read();
        var ids = new List<long>();
        while (rows.Read())
        {
            ids.Add(rows.GetInt64(0));
        }

        return ids;
    }

    /// <summary>Has dead letters sent again, with their event id and event time.</summary>
    /// <param name="ids">The rows.</param>
    /// <param name="isForced">
    /// Whether the operator insists. Then what made the event doubtful is forgotten too: the sender would take it out again at once.
    /// </param>
    public ReplayResult Replay(IReadOnlyList<long> ids, bool isForced)
    {
        var keys = files.ReadKeys();
        List<long> replayed = [];
        List<(long, ReplayRefusal)> insisted = [], refused = [];
        foreach (var part in ids.Distinct().Chunk(ChangedAtOnce))
        {
            using var transaction = _connection.BeginTransaction(deferred: false);
            var judged = part.Select(id => (Id: id, Why: Judge(id, keys))).ToArray();
            var wanted = judged.Where(row => row.Why == ReplayRefusal.None || (isForced && row.Why != ReplayRefusal.NotDead)).ToArray();
            foreach (var (id, _) in wanted)
            {
                Revive(id, isForced);
            }

            transaction.Commit();
            replayed.AddRange(wanted.Select(row => row.Id));
            insisted.AddRange(wanted.Where(row => row.Why != ReplayRefusal.None));
            refused.AddRange(judged.Except(wanted));
        }

        return new ReplayResult(replayed, insisted, refused);
    }

    /// <summary>How many rows <see cref="Purge"/> would delete.</summary>
    public long CountEnded(ItemState state, DateTimeOffset before)
    {
        using var statement = new Statement(_connection, $"SELECT count(*) FROM item INDEXED BY item_by_lane WHERE {Ended(state, before)}");
        return statement.Ask();
    }

    /// <summary>Deletes rows that have ended before a time. Their orders stay remembered: none of them can be counted again.</summary>
    /// <param name="state"><see cref="ItemState.Dead"/> or <see cref="ItemState.Accepted"/>.</param>
    /// <param name="before">The time.</param>
    /// <returns>How many were deleted.</returns>
    public long Purge(ItemState state, DateTimeOffset before)
    {
        using var statement = new Statement(_connection, $"""
            DELETE FROM item WHERE id IN (SELECT id FROM item INDEXED BY item_by_lane WHERE {Ended(state, before)} LIMIT {ChangedAtOnce})
            """);
        for (var deleted = 0L; ;)
        {
            var count = statement.Run();
            deleted += count;
            if (count == 0)
            {
                return deleted;
            }
        }
    }

    public void Dispose() => _connection.Dispose();

    private ReplayRefusal Judge(long id, DataKeyRing? keys)
    {
        using var statement = new Statement(_connection, $"SELECT {SealedRow.Columns}, (SELECT item FROM seen WHERE key = seen_key) FROM item WHERE id = $id AND state = 2");
        using var rows = statement.Read(("$id", id));
        if (!rows.Read())
        {
            return ReplayRefusal.NotDead;
        }

        var row = SealedRow.OfAny(rows);
        // 0: an order that was remembered in memory first has no row's id.
        var successor = rows.IsDBNull(18) ? 0 : rows.GetInt64(18);
        return keys is null || row.Open(keys) is not { } item ? ReplayRefusal.Undecryptable
            : EventAge.IsExpired(item.Item, time.GetUtcNow()) ? ReplayRefusal.TooOld
            : row.Reason == "in_doubt" || EventAge.IsBeyondDeduplication(item, time.GetUtcNow()) ? ReplayRefusal.InDoubt
            : successor > 0 && successor != id ? ReplayRefusal.Superseded
            : ReplayRefusal.None;
    }

    private void Revive(long id, bool isForced)
    {
        using var statement = new Statement(_connection, $"""
            UPDATE item SET state = 0, due = $now, reason = NULL, code = NULL, subcode = NULL{(isForced ? ", doubt_since = NULL" : "")} WHERE id = $id AND state = 2
            """);
        statement.Run(("$now", OutboxStatements.Milliseconds(time.GetUtcNow())), ("$id", id));
    }

    private static string Ended(ItemState state, DateTimeOffset before) => state is ItemState.Dead or ItemState.Accepted
        ? string.Create(CultureInfo.InvariantCulture, $"state = {(int)state} AND due < {OutboxStatements.Milliseconds(before)}")
        : throw new ArgumentOutOfRangeException(nameof(state), state, "An event that waits is never deleted.");
}
