using ProxyCapi.Configuration;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Delivery;

/// <summary>
/// Holds events in memory: they outlive an outage of Meta's, not the process. Bounded by count and bytes; the other lane gives way before
/// money is refused.
/// </summary>
internal sealed class InMemoryOutboxStore(ActiveRuleSet rules, ProxyCapiMetrics metrics, TimeProvider time) : IOutboxStore
{
    private const int MaxDeadLetters = 10_000;

    // A pass over the dedupe keys costs more the more there are; once in so many enqueues keeps it out of the figures.
    private const int PruneEvery = 1024;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, Entry> _entries = [];
    private readonly Dictionary<(string Pixel, string EventName, string Key), DateTimeOffset> _seen = [];
    private readonly Queue<(OutboxItem Item, DeadLetter Reason)> _dead = new();
    private long _lastId;
    private long _bytes;
    private int _untilPrune = PruneEvery;

    /// <summary>The dead letters, oldest first.</summary>
    public IReadOnlyList<(OutboxItem Item, DeadLetter Reason)> DeadLetters
    {
        get
        {
            lock (_lock)
            {
                return [.. _dead];
            }
        }
    }

    public ValueTask<EnqueueResult> EnqueueAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        var options = rules.Current.Options.Delivery;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            Prune(now);
            var key = (item.Pixel, item.EventName, item.DedupeKey);
            if (_seen.TryGetValue(key, out var expires) && expires > now)
            {
                return ValueTask.FromResult(EnqueueResult.Duplicate);
            }

            if (!MakeRoom(item, options))
            {
                return ValueTask.FromResult(EnqueueResult.Shed);
            }

            _seen[key] = now + options.DedupeWindow;
            _entries.Add(++_lastId, new Entry(item) { Due = now });
            _bytes += item.Payload.Length;
            return ValueTask.FromResult(EnqueueResult.Stored);
        }
    }

    public ValueTask<IReadOnlyList<LeasedItem>> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var leased = new List<LeasedItem>();
            var bytes = 0L;
            foreach (var (id, entry) in _entries)
            {
                if (!entry.IsReady(now) || entry.Item.Pixel != request.Pixel || entry.Item.Lane != request.Lane)
                {
                    continue;
                }

                bytes += entry.Item.Payload.Length;
                if (leased.Count > 0 && bytes > request.MaxBytes)
                {
                    break;
                }

                entry.LeasedUntil = now + request.Duration;
                leased.Add(entry.ToLeased(id));
                if (leased.Count == request.MaxCount)
                {
                    break;
                }
            }

            return ValueTask.FromResult<IReadOnlyList<LeasedItem>>(leased);
        }
    }

    public ValueTask MarkPostingAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        ForEach(ids, (_, entry) =>
        {
            entry.FirstPost ??= now;
            entry.Attempts++;
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask AcknowledgeAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        ForEach(ids, (id, _) => Remove(id));
        return ValueTask.CompletedTask;
    }

    public ValueTask ParkAsync(IReadOnlyList<long> ids, Parking parking, CancellationToken cancellationToken)
    {
        ForEach(ids, (_, entry) =>
        {
            entry.Due = parking.Due;
            entry.LeasedUntil = null;
            entry.IsInDoubt = parking.InDoubt ?? entry.IsInDoubt;
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask DeadLetterAsync(IReadOnlyList<long> ids, DeadLetter reason, CancellationToken cancellationToken)
    {
        ForEach(ids, (id, entry) =>
        {
            Remove(id);
            _dead.Enqueue((entry.Item, reason));
            if (_dead.Count > MaxDeadLetters)
            {
                _dead.Dequeue();
            }
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask ExpireAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken) => AcknowledgeAsync(ids, cancellationToken);

    public ValueTask<IReadOnlyList<LaneState>> GetStateAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var lanes = _entries.Values.Select(entry => (entry.Item.Pixel, entry.Item.Lane))
                .Concat(_dead.Select(dead => (dead.Item.Pixel, dead.Item.Lane)))
                .Distinct();
            return ValueTask.FromResult<IReadOnlyList<LaneState>>([.. lanes.Select(lane => State(lane.Pixel, lane.Lane))]);
        }
    }

    public ValueTask<LaneState> GetStateAsync(string pixel, Lane lane, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(State(pixel, lane));
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

    private LaneState State(string pixel, Lane lane)
    {
        var now = time.GetUtcNow();
        int count = 0, ready = 0, inDoubt = 0;
        long bytes = 0;
        DateTimeOffset? oldest = null, next = null;
        foreach (var entry in _entries.Values)
        {
            if (entry.Item.Pixel != pixel || entry.Item.Lane != lane)
            {
                continue;
            }

            count++;
            bytes += entry.Item.Payload.Length;
            inDoubt += entry.IsInDoubt ? 1 : 0;
            oldest = oldest is null || entry.Item.EventTime < oldest ? entry.Item.EventTime : oldest;
            if (entry.IsReady(now))
            {
                ready++;
            }
            else if (next is null || entry.NextReady < next)
            {
                next = entry.NextReady;
            }
        }

        return new LaneState(pixel, lane)
        {
            Count = count,
            Ready = ready,
            InDoubt = inDoubt,
            Dead = _dead.Count(dead => dead.Item.Pixel == pixel && dead.Item.Lane == lane),
            Bytes = bytes,
            OldestEvent = oldest,
            NextDue = next,
        };
    }

    private bool MakeRoom(OutboxItem item, DeliveryOptions options)
    {
        while (_entries.Count >= options.MaxQueueLength || _bytes + item.Payload.Length > options.MaxQueueBytes)
        {
            if (item.Lane != Lane.Money || !EvictOldestOther())
            {
                return false;
            }
        }

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
                _seen.Remove((entry.Item.Pixel, entry.Item.EventName, entry.Item.DedupeKey));
                metrics.EventEnded(entry.Item.EventName, entry.Item.Pixel, EventReason.QueueFull);
                return true;
            }
        }

        return false;
    }

    private void Remove(long id)
    {
        if (_entries.Remove(id, out var entry))
        {
            _bytes -= entry.Item.Payload.Length;
        }
    }

    private void Prune(DateTimeOffset now)
    {
        if (--_untilPrune > 0)
        {
            return;
        }

        _untilPrune = PruneEvery;
        foreach (var (key, expires) in _seen)
        {
            if (expires <= now)
            {
                _seen.Remove(key);
            }
        }
    }

    private void ForEach(IReadOnlyList<long> ids, Action<long, Entry> change)
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
    }

    private sealed class Entry(OutboxItem item)
    {
        public OutboxItem Item { get; } = item;

        public DateTimeOffset Due { get; set; }

        public DateTimeOffset? LeasedUntil { get; set; }

        public DateTimeOffset? FirstPost { get; set; }

        public bool IsInDoubt { get; set; }

        public int Attempts { get; set; }

        public DateTimeOffset NextReady => LeasedUntil is { } until && until > Due ? until : Due;

        public bool IsReady(DateTimeOffset now) => NextReady <= now;

        public LeasedItem ToLeased(long id) => new(id, Item) { FirstPost = FirstPost, IsInDoubt = IsInDoubt, Attempts = Attempts };
    }
}
