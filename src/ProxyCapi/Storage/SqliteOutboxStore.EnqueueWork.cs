using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Storage;

internal sealed partial class SqliteOutboxStore
{
    /// <summary>One enqueue: admission, dedupe and row in the writer's transaction.</summary>
    private sealed class EnqueueWork(LeasedItem row, byte[] key, DateTimeOffset due, EnqueueAttempt attempt, SqliteOutboxStore store)
    {
        private readonly List<(string Pixel, string EventName)> _evicted = [];
        private readonly List<long> _held = [];

        /// <returns><see langword="null"/> if the store has no room for it, and memory may have.</returns>
        public EnqueueResult? Apply(StoreSession session)
        {
            _evicted.Clear();
            GiveBack();
            if (attempt.Id != 0 && session.Statements.IsRememberedAs(key, attempt.Id))
            {
                // A commit whose end nobody knew had come through after all.
                AddHistory(session);
                return EnqueueResult.Stored;
            }

            var id = attempt.Id = attempt.Id != 0 ? attempt.Id : store.NextId(session);
            session.LastId = Math.Max(session.LastId, id);
            var now = store._time.GetUtcNow();
            var window = store._options().DedupeWindow;
            if (!session.Statements.TryRemember(key, id, store._maintenance.Retention.Now, now + window))
            {
                AddHistory(session);
                return EnqueueResult.Duplicate;
            }

            if (!Admit(session))
            {
                // As if it had never been; the rest of the group is written.
                session.Statements.Evict(id, key);
                return row.Item.Lane == Lane.Other ? EnqueueResult.Shed : null;
            }

            session.Statements.Insert(row with { Id = id }, key, due, session.Keys.Current);
            session.Rows++;
            session.Used += row.Item.Payload.Length;
            return EnqueueResult.Stored;
        }

        // This copy may have been sent: then the row that stays must not be, as if nothing had been.
        private void AddHistory(StoreSession session)
        {
            if (row.FirstPost is not null || row.DoubtSince is not null)
            {
                session.Statements.AddHistory(key, row, due);
            }
        }

        public void Committed(EnqueueResult? result)
        {
            foreach (var (pixel, eventName) in _evicted)
            {
                store._metrics.EventEnded(eventName, pixel, EventReason.QueueFull);
            }

            GiveBack();
        }

        // A transaction that did not come to its end has taken nothing out.
        private void GiveBack()
        {
            if (_held.Count > 0)
            {
                store.UnderGate(() => store._leases.Release(_held));
                _held.Clear();
            }
        }

        /// <summary>The other lane is refused first, then gives way; money goes to memory before it is lost.</summary>
        private bool Admit(StoreSession session)
        {
            var admission = store._admission;
            if (row.Item.Lane == Lane.Money && admission.IsCrowdedForMoney(session))
            {
                MakeRoom(session);
            }

            return admission.Takes(row.Item.Lane, session);
        }

        // Held for a moment: nobody may send what is about to go. Asked on the writing connection: what fills the store may stand in this very group.
        private List<(long Id, string Pixel, string EventName, byte[] SeenKey)> TakeEvictable(StoreSession session)
        {
            lock (store._leases.Gate)
            {
                var items = session.Statements.Evictable(EvictedAtOnce).FindAll(item => !store._leases.IsHeld(item.Id));
                items.ForEach(item => store._leases.Hold(item.Id, EvictionTime));
                _held.AddRange(items.Select(item => item.Id));
                return items;
            }
        }

        private void MakeRoom(StoreSession session)
        {
            foreach (var (id, pixel, eventName, seenKey) in TakeEvictable(session))
            {
                if (session.Statements.Evict(id, seenKey))
                {
                    session.Rows--;
                    _evicted.Add((pixel, eventName));
                }
            }

            session.Used = session.UsedBytes();
        }
    }
}
