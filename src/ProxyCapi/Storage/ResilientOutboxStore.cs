using Microsoft.Extensions.Logging;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Storage;

/// <summary>
/// The disk first; memory, bounded, while the disk cannot be written to. What waits in memory is sent from there, and what is left of it is brought
/// to the disk as soon as that is possible. No trouble of the disk's reaches whoever enqueues.
/// </summary>
/// <remarks>Ids of items in memory are negative; the disk's are positive.</remarks>
internal sealed partial class ResilientOutboxStore : IOutboxStore
{
    private const int BroughtAtOnce = 200;
    private const int RememberedAtOnce = 2000;

    private static readonly TimeSpan BringEvery = TimeSpan.FromSeconds(1);

    private readonly SqliteOutboxStore _disk;
    private readonly MemoryOutboxStore _memory;
    private readonly ProxyCapiMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<ResilientOutboxStore> _logger;
    private readonly ITimer _timer;
    private Task _bringing = Task.CompletedTask;
    private long _droppedDeadLetters;

    public ResilientOutboxStore(SqliteOutboxStore disk, MemoryOutboxStore memory, ProxyCapiMetrics metrics, TimeProvider time, ILogger<ResilientOutboxStore> logger)
    {
        _disk = disk;
        _memory = memory;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _timer = time.CreateTimer(static state => ((ResilientOutboxStore)state!).BringIfNeeded(), this, BringEvery, BringEvery);
    }

    public async ValueTask<EnqueueResult> EnqueueAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        if (_memory.WasSeen(item))
        {
            // It waits here, or was sent from here, and the disk does not know of it yet.
            return EnqueueResult.DuplicateInMemory;
        }

        var attempt = new EnqueueAttempt();
        try
        {
            return await _disk.EnqueueAsync(item, attempt);
        }
        catch (Exception)
        {
            // What is wrong with the disk, or with us, the writer has logged and counted: no event is lost for it.
            if (_disk.WasSeen(item) == true)
            {
                return EnqueueResult.Duplicate;
            }

            var result = await _memory.EnqueueAsync(item, attempt);
            if (result == EnqueueResult.Shed && item.Lane == Lane.Money)
            {
                Log.MoneyShed(_logger, item.EventName, item.EventId, item.Pixel, item.EventTime);
            }

            return result switch
            {
                EnqueueResult.Stored => EnqueueResult.StoredInMemory,
                EnqueueResult.Duplicate => EnqueueResult.DuplicateInMemory,
                _ => result,
            };
        }
    }

    /// <summary>Ends when nothing is being brought to the disk.</summary>
    public Task IdleAsync() => _bringing;

    public async ValueTask<LaneOutlook> PeekAsync(string pixel, Lane lane, int upTo)
    {
        // What is on a disk that cannot be written to must not be sent (see LeaseAsync), so it is not there either.
        if (_disk.IsOpening)
        {
            return new LaneOutlook(0, _time.GetUtcNow() + BringEvery);
        }

        var disk = _disk.Status.IsStuck ? new LaneOutlook(0, _time.GetUtcNow() + BringEvery) : await _disk.PeekAsync(pixel, lane, upTo);
        if (_memory.Count == 0)
        {
            return disk;
        }

        var memory = await _memory.PeekAsync(pixel, lane, upTo);
        return new LaneOutlook(
            Math.Min(upTo, disk.Ready + memory.Ready), disk.NextDue is null || memory.NextDue < disk.NextDue ? memory.NextDue ?? disk.NextDue : disk.NextDue);
    }

    public async ValueTask<IReadOnlyList<LeasedItem>> LeaseAsync(LeaseRequest request)
    {
        // What memory holds may be an order that the disk has long known.
        if (_disk.IsOpening)
        {
            return [];
        }

        // While the disk cannot be written to, what is on it cannot be marked as sent, and so it must not be sent.
        var fromDisk = _disk.Status.IsStuck ? [] : await WithoutKnownInMemoryAsync(await _disk.LeaseAsync(request));
        return fromDisk.Count > 0 || _memory.Count == 0
            ? fromDisk
            : [.. (await _memory.LeaseAsync(request)).Select(item => item with { Id = -item.Id })];
    }

    public ValueTask MarkPostingAsync(IReadOnlyList<long> ids) => Each(ids, _disk.MarkPostingAsync, _memory.MarkPostingAsync);

    public ValueTask AcknowledgeAsync(IReadOnlyList<long> ids, Acceptance acceptance) =>
        Each(ids, part => _disk.AcknowledgeAsync(part, acceptance), part => _memory.AcknowledgeAsync(part, acceptance));

    public ValueTask ParkAsync(IReadOnlyList<long> ids, Parking parking) =>
        Each(ids, part => _disk.ParkAsync(part, parking), part => _memory.ParkAsync(part, parking));

    public ValueTask DeadLetterAsync(IReadOnlyList<long> ids, DeadLetter letter) =>
        Each(ids, part => _disk.DeadLetterAsync(part, letter), part => _memory.DeadLetterAsync(part, letter));

    public async ValueTask<IReadOnlyList<LaneState>> GetStateAsync()
    {
        var disk = await _disk.GetStateAsync();
        return _memory.IsEmpty
            ? disk
            : [.. disk.Concat(await _memory.GetStateAsync()).GroupBy(state => (state.Pixel.ToUpperInvariant(), state.Lane)).Select(lane => lane.Aggregate((sum, next) => sum.Plus(next)))];
    }

    public async ValueTask<IReadOnlyList<OutboxItem>> CloseAsync()
    {
        await _timer.DisposeAsync();
        await _bringing;
        if (!_memory.IsEmpty)
        {
            await _disk.PrepareToCloseAsync();
        }

        await BringAsync(evenHeld: true);
        await _disk.CloseAsync();
        return await _memory.CloseAsync();
    }

    /// <summary>
    /// Where a commit whose end nobody knew had come through after all, memory has taken its event too, and may have sent it. One of the two goes, and never
    /// the one that the other still needs: a row leaves the disk only when memory's event has ended.
    /// </summary>
    private async ValueTask<IReadOnlyList<LeasedItem>> WithoutKnownInMemoryAsync(IReadOnlyList<LeasedItem> leased)
    {
        if (_memory.IsEmpty)
        {
            return leased;
        }

        var now = _time.GetUtcNow();
        List<LeasedItem> free = [];
        List<long> ended = [];
        foreach (var row in leased)
        {
            switch (_memory.GiveUp(row.Item, out var copy))
            {
                case MemoryCopy.Ended:
                    ended.Add(row.Id);
                    break;
                case MemoryCopy.Held:
                    await _disk.ParkAsync([row.Id], new Parking(now + OutboxStatements.DoubtPause));
                    break;
                case MemoryCopy.WasSent:
                    await _disk.ParkAsync([row.Id], new Parking(copy!.Due) { InDoubt = true });
                    break;
                default:
                    free.Add(row);
                    break;
            }
        }

        if (ended.Count > 0)
        {
            await _disk.AcknowledgeAsync(ended, new Acceptance(null, []));
        }

        return free;
    }

    private static async ValueTask Each(IReadOnlyList<long> ids, Func<IReadOnlyList<long>, ValueTask> onDisk, Func<IReadOnlyList<long>, ValueTask> inMemory)
    {
        long[] disk = [.. ids.Where(id => id > 0)], memory = [.. ids.Where(id => id < 0).Select(id => -id)];
        if (memory.Length > 0)
        {
            await inMemory(memory);
        }

        if (disk.Length > 0)
        {
            await onDisk(disk);
        }
    }

    private void BringIfNeeded()
    {
        if (_memory.DroppedDeadLetters is var dropped && dropped > _droppedDeadLetters)
        {
            Log.DeadLettersDropped(_logger, dropped - _droppedDeadLetters);
            _droppedDeadLetters = dropped;
        }

        if (_bringing.IsCompleted && !_memory.IsEmpty && !_disk.Status.IsSuspended && _disk.HasRoom)
        {
            _bringing = Task.Run(() => BringAsync());
        }
    }

    /// <summary>Brings to the disk what memory holds, until it is done or the disk fails again.</summary>
    private async Task BringAsync(bool evenHeld = false)
    {
        try
        {
            if (_memory.IsEmpty || _disk.Status.IsSuspended)
            {
                return;
            }

            // Nothing leaves memory before it is on disk.
            foreach (var ended in _memory.EndedOrders().Chunk(RememberedAtOnce))
            {
                await _disk.RememberAsync([.. ended.Select(seen => (seen.Order.Digest(), seen.Expires))]);
                _memory.Forget(ended.Select(seen => seen.Order));
            }

            foreach (var (item, letter) in _memory.DeadLetters)
            {
                await _disk.BuryAsync(item, letter);
                _memory.Forget(item);
            }

            while (_memory.TakeIdle(BroughtAtOnce, evenHeld) is { Count: > 0 } rows)
            {
                if (!await BringAsync(rows))
                {
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The disk fails again, or a change of ours did, which the writer has logged: memory still has it, and the next look goes on.
        }
    }

    private async Task<bool> BringAsync(IReadOnlyList<IdleItem> rows)
    {
        var writes = rows.Select(row => (row, Write: _disk.EnqueueAsync(row.Row, row.Due, row.Attempt))).ToArray();
        var isGood = true;
        foreach (var (row, write) in writes)
        {
            try
            {
                var result = await write;
                if (result != EnqueueResult.Stored)
                {
                    var reason = result == EnqueueResult.Duplicate ? EventReason.Duplicate : EventReason.QueueFull;
                    _metrics.EventLeft(row.Row.Item, reason);
                }
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // Whatever it was, the writer has logged it, and the event stays.
                if (!_memory.PutBack(row))
                {
                    _metrics.EventLeft(row.Row.Item, EventReason.Duplicate);
                }

                isGood = false;
            }
        }

        return isGood;
    }

    private static partial class Log
    {
        [LoggerMessage(1741, LogLevel.Error,
            "{Count} dead letters that waited in memory for the disk had to give way and cannot be sent again: they were counted when they were refused.")]
        public static partial void DeadLettersDropped(ILogger logger, long count);

        [LoggerMessage(1740, LogLevel.Critical,
            "LOST: disk and memory are full, and the {EventName} with event id {EventId} of pixel '{Pixel}', which happened at {EventTime:u}, could not be kept. It has to be entered by hand.")]
        public static partial void MoneyShed(ILogger logger, string eventName, string eventId, string pixel, DateTimeOffset eventTime);
    }
}
