using ProxyCapi.Configuration;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Storage;

/// <summary>
/// Holds events in memory, for the time in which the disk cannot take them. Bounded by bytes; the other lane gives way before money is refused.
/// Of orders that have ended here it remembers <see cref="MostEndedOrders"/>, see <see cref="SeenOrders"/> for what is beyond.
/// </summary>
internal sealed class MemoryOutboxStore(
    Func<DeliveryOptions> options, ProxyCapiMetrics metrics, TimeProvider time, int mostEndedOrders = MemoryOutboxStore.MostEndedOrders) : IOutboxStore
{
    /// <summary>Orders that have ended in memory and are remembered until the disk is back: about 25 MB.</summary>
    public const int MostEndedOrders = 100_000;

    // What an item costs besides its payload, about.
    private const int Overhead = 512;

    private readonly Lock _lock = new();
    private readonly WallClockWatch _watch = new(time);
    private readonly SortedDictionary<long, MemoryEntry> _entries = [];
    private readonly SeenOrders _seen = new(mostEndedOrders);
    private readonly MemoryDeadLetters _dead = new();
    private long _lastId;
    private long _bytes;

    /// <summary>Items that have not reached an end.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Whether it holds anything at all: items, dead letters, or orders that were seen.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count + _seen.Count + _dead.Count == 0;
            }
        }
    }

    /// <summary>The dead letters, oldest first.</summary>
    public IReadOnlyList<(OutboxItem Item, DeadLetter Letter)> DeadLetters
    {
        get
        {
            lock (_lock)
            {
                return _dead.ToArray();
            }
        }
    }

    /// <summary>Dead letters that had to give way before the disk could keep them.</summary>
    public long DroppedDeadLetters => _dead.Dropped;

    public ValueTask<EnqueueResult> EnqueueAsync(OutboxItem item, CancellationToken cancellationToken) => EnqueueAsync(item, new EnqueueAttempt());

    /// <summary>The same for an item that the disk may have taken after all.</summary>
    public ValueTask<EnqueueResult> EnqueueAsync(OutboxItem item, EnqueueAttempt attempt)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var key = OrderKey.Of(item);
            if (_seen.Contains(key, now))
            {
                return ValueTask.FromResult(EnqueueResult.Duplicate);
            }

            if (!MakeRoom(item))
            {
                return ValueTask.FromResult(EnqueueResult.Shed);
            }

            _seen.Add(key, now + options().DedupeWindow);
            _entries.Add(++_lastId, new MemoryEntry(item) { Due = now, Attempt = attempt });
            _bytes += Cost(item);
            return ValueTask.FromResult(EnqueueResult.Stored);
        }
    }

    public ValueTask<LaneOutlook> PeekAsync(string pixel, Lane lane, int upTo)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var ready = 0;
            FollowClock();
            DateTimeOffset? next = null;
            foreach (var entry in Of(pixel, lane))
            {
                if (entry.Value.IsReady(now))
                {
                    ready++;
                }
                else if (next is null || entry.Value.NextReady < next)
                {
                    next = entry.Value.NextReady;
                }
            }

            return ValueTask.FromResult(new LaneOutlook(Math.Min(ready, upTo), next));
        }
    }

    public ValueTask<IReadOnlyList<LeasedItem>> LeaseAsync(LeaseRequest request)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var leased = new List<LeasedItem>();
            var bytes = 0L;
            foreach (var (id, entry) in Of(request.Pixel, request.Lane).Where(entry => entry.Value.IsReady(now)))
            {
                var isAlone = entry.Attempts >= request.AloneFrom;
                if (isAlone && leased.Count > 0)
                {
                    continue;
                }

                bytes += entry.Item.Payload.Length;
                if (leased.Count == request.MaxCount || (leased.Count > 0 && bytes > request.MaxBytes))
                {
                    break;
                }

                entry.LeasedUntil = now + request.Duration;
                leased.Add(entry.ToLeased(id));
                if (isAlone)
                {
                    break;
                }
            }

            return ValueTask.FromResult<IReadOnlyList<LeasedItem>>(leased);
        }
    }

    public ValueTask MarkPostingAsync(IReadOnlyList<long> ids)
    {
        var now = time.GetUtcNow();
        return ForEach(ids, (_, entry) =>
        {
            entry.FirstPost ??= now;
            entry.PostingSince = now;
            entry.Attempts++;
        });
    }

    public ValueTask AcknowledgeAsync(IReadOnlyList<long> ids, Acceptance acceptance) => ForEach(ids, (id, entry) =>
    {
        Remove(id);
        End(entry.Item);
    });

    public ValueTask ParkAsync(IReadOnlyList<long> ids, Parking parking)
    {
        var now = time.GetUtcNow();
        return ForEach(ids, (_, entry) =>
        {
            entry.Due = parking.Due;
            entry.LeasedUntil = null;
            entry.DoubtSince = parking.InDoubt ? entry.DoubtSince ?? entry.PostingSince ?? now : entry.DoubtSince;
            entry.PostingSince = null;
        });
    }

    public ValueTask DeadLetterAsync(IReadOnlyList<long> ids, DeadLetter letter) => ForEach(ids, (id, entry) =>
    {
        Remove(id);
        End(entry.Item);
        _dead.Add(entry.Item, letter);
        _bytes += Cost(entry.Item);
        if (_dead.Count > options().MaxDeadLetters)
        {
            DropOldestDead();
        }
    });

    public ValueTask<IReadOnlyList<LaneState>> GetStateAsync()
    {
        lock (_lock)
        {
            var lanes = _entries.Values.Select(entry => Describe(entry))
                .Concat(_dead.States())
                .GroupBy(state => (state.Pixel.ToUpperInvariant(), state.Lane))
                .Select(lane => lane.Aggregate((sum, next) => sum.Plus(next)));
            return ValueTask.FromResult<IReadOnlyList<LaneState>>([.. lanes]);
        }
    }

    public ValueTask<IReadOnlyList<OutboxItem>> CloseAsync()
    {
        lock (_lock)
        {
            OutboxItem[] left = [.. _entries.Values.Select(entry => entry.Item)];
            _entries.Clear();
            _bytes = 0;
            return ValueTask.FromResult<IReadOnlyList<OutboxItem>>(left);
        }
    }

    /// <summary>Takes items out that nobody holds, oldest first and money before the rest, to bring them to the disk.</summary>
    /// <param name="count">Most items.</param>
    /// <param name="evenHeld">Take them from whoever holds them: the process ends, and what was on its way has an outcome that nobody knows.</param>
    public IReadOnlyList<IdleItem> TakeIdle(int count, bool evenHeld = false)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var taken = _entries.Where(entry => evenHeld || !entry.Value.IsLeased(now)).OrderBy(entry => entry.Value.Item.Lane).ThenBy(entry => entry.Key).Take(count).ToArray();
            foreach (var (id, entry) in taken)
            {
                // Only the disk says now whether the order was seen.
                Remove(id);
                _seen.Remove(OrderKey.Of(entry.Item));
            }

            return [.. taken.Select(entry => new IdleItem(entry.Value.ToIdle(entry.Key), entry.Value.DueWhenIdle, entry.Value.Attempt))];
        }
    }

    /// <summary>Puts an item back that the disk could not take after all; it was counted when it came.</summary>
    /// <returns>Whether it is the only one of its order: the order may have been seen again meanwhile, and then that event stands for both.</returns>
    public bool PutBack(IdleItem idle)
    {
        var (row, due, attempt) = idle;
        lock (_lock)
        {
            var order = OrderKey.Of(row.Item);
            if (_seen.Contains(order, time.GetUtcNow()))
            {
                if (_entries.Values.FirstOrDefault(entry => OrderKey.Of(entry.Item) == order) is { } other)
                {
                    (other.FirstPost, other.DoubtSince, other.Attempts) = (row.FirstPost ?? other.FirstPost, row.DoubtSince ?? other.DoubtSince, Math.Max(row.Attempts, other.Attempts));
                }

                return false;
            }

            _seen.Add(OrderKey.Of(row.Item), time.GetUtcNow() + options().DedupeWindow);
            _entries.Add(++_lastId, new MemoryEntry(row.Item) { Due = due, Attempt = attempt, FirstPost = row.FirstPost, DoubtSince = row.DoubtSince, Attempts = row.Attempts });
            _bytes += Cost(row.Item);
            return true;
        }
    }

    /// <summary>
    /// The disk has a row of an order that is known here. What has ended here has ended for both; what nobody holds leaves memory, and the row stands for
    /// both; what is on its way decides for both later.
    /// </summary>
    /// <param name="item">The row's event.</param>
    /// <param name="copy">What left memory, with its history.</param>
    public MemoryCopy GiveUp(OutboxItem item, out IdleItem? copy)
    {
        lock (_lock)
        {
            copy = null;
            var order = OrderKey.Of(item);
            var now = time.GetUtcNow();
            if (!_seen.Contains(order, now))
            {
                return MemoryCopy.None;
            }

            var (id, entry) = _entries.FirstOrDefault(entry => OrderKey.Of(entry.Value.Item) == order);
            if (entry is null)
            {
                return MemoryCopy.Ended;
            }

            if (entry.IsLeased(now))
            {
                return MemoryCopy.Held;
            }

            Remove(id);
            _seen.Remove(order);
            copy = new IdleItem(entry.ToIdle(id), entry.DueWhenIdle, entry.Attempt);
            return entry.WasSent ? MemoryCopy.WasSent : MemoryCopy.NeverSent;
        }
    }

    /// <summary>Whether an order was seen here.</summary>
    public bool WasSeen(OutboxItem item)
    {
        lock (_lock)
        {
            return _seen.Contains(OrderKey.Of(item), time.GetUtcNow());
        }
    }

    /// <summary>The orders that have reached an end here, so that the disk remembers them.</summary>
    public IReadOnlyList<(OrderKey Order, DateTimeOffset Expires)> EndedOrders()
    {
        lock (_lock)
        {
            return _seen.Ended();
        }
    }

    /// <summary>Orders that had ended here and had to be forgotten before the disk knew them.</summary>
    public long ForgottenOrders
    {
        get
        {
            lock (_lock)
            {
                return _seen.Forgotten;
            }
        }
    }

    /// <summary>Forgets orders that the disk remembers now.</summary>
    public void Forget(IEnumerable<OrderKey> orders)
    {
        lock (_lock)
        {
            foreach (var order in orders)
            {
                _seen.Remove(order);
            }
        }
    }

    /// <summary>Forgets a dead letter that the disk keeps now.</summary>
    public void Forget(OutboxItem dead)
    {
        lock (_lock)
        {
            _bytes -= _dead.Remove(dead) ? Cost(dead) : 0;
        }
    }

    private void FollowClock()
    {
        if (_watch.SetBack() is { Ticks: > 0 } back)
        {
            foreach (var entry in _entries.Values)
            {
                entry.Due -= back;
                entry.DoubtSince -= back;
                entry.LeasedUntil -= back;
            }
        }
    }

    private static LaneState Describe(MemoryEntry entry) => new(entry.Item.Pixel, entry.Item.Lane)
    {
        Waiting = entry.PostingSince is null ? 1 : 0,
        Posting = entry.PostingSince is null ? 0 : 1,
        InDoubt = entry.PostingSince is null && entry.DoubtSince is not null ? 1 : 0,
        InMemory = 1,
        Bytes = entry.Item.Payload.Length,
        OldestEvent = entry.Item.EventTime,
    };

    private IEnumerable<KeyValuePair<long, MemoryEntry>> Of(string pixel, Lane lane) =>
        _entries.Where(entry => entry.Value.Item.Lane == lane && string.Equals(entry.Value.Item.Pixel, pixel, StringComparison.OrdinalIgnoreCase));

    private bool MakeRoom(OutboxItem item)
    {
        while (_bytes + Cost(item) > options().MaxMemoryBytes)
        {
            if (item.Lane != Lane.Money || (!EvictOldestOther() && !DropOldestDead()))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A dead letter has had its end and was counted: it gives way to money that has not.</summary>
    private bool DropOldestDead()
    {
        if (_dead.DropOldest() is not { } dropped)
        {
            return false;
        }

        _bytes -= Cost(dropped);
        return true;
    }

    private bool EvictOldestOther()
    {
        foreach (var (id, entry) in _entries)
        {
            // A leased item is on its way: its request decides what becomes of it.
            if (entry.Item.Lane == Lane.Other && entry.LeasedUntil is null)
            {
                Remove(id);

                // What was never sent may be told again: the next sight of it is not a duplicate.
                _seen.Remove(OrderKey.Of(entry.Item));
                metrics.EventLeft(entry.Item, EventReason.QueueFull);
                return true;
            }
        }

        return false;
    }

    private void Remove(long id)
    {
        if (_entries.Remove(id, out var entry))
        {
            _bytes -= Cost(entry.Item);
        }
    }

    private void End(OutboxItem item) => _seen.End(OrderKey.Of(item), item.Lane == Lane.Money);

    private ValueTask ForEach(IReadOnlyList<long> ids, Action<long, MemoryEntry> change)
    {
        lock (_lock)
        {
            foreach (var id in ids)
            {
                if (_entries.TryGetValue(id, out var entry))
                {
                    change(id, entry);
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    private static long Cost(OutboxItem item) => item.Payload.Length + Overhead;
}
