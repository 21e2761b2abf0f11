using Microsoft.Extensions.Logging;
using ProxyCapi.Configuration;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Delivery;

/// <summary>Brings one batch to an end: every item of it is accepted, parked, dead or given back when this returns.</summary>
internal sealed partial class BatchDelivery(
    IOutboxStore store, BatchPoster poster, TrustedClock clock, LaneDoorbells doorbells, ProxyCapiMetrics metrics, TimeProvider time, ILogger<BatchDelivery> logger)
{
    private static readonly TimeSpan InDoubtPause = TimeSpan.FromSeconds(60);

    /// <summary>How long an item waits that a clock calls too old which is not trusted with that.</summary>
    private static readonly TimeSpan SecondLook = TimeSpan.FromMinutes(1);

    /// <summary>Delivers leased items.</summary>
    /// <returns><see langword="false"/> if the store could not note that they were about to leave, so that nothing was sent.</returns>
    public async Task<bool> DeliverAsync(
        PixelState pixel, IReadOnlyList<LeasedItem> leased, CompiledPixel target, RuleSet current, CancellationToken outOfTime)
    {
        var batch = new Batch(pixel, target, current, outOfTime);
        try
        {
            var items = await SendableAsync(leased, batch);
            if (items.Count == 0)
            {
                return true;
            }

            if (current.Mode == ProxyCapiMode.Shadow)
            {
                await EndAsync(items, EventReason.Shadow, default);
                return true;
            }

            var verdict = await PostAsync(items, batch);
            if (verdict.IsRefusal && items.Count > 1)
            {
                await BisectAsync(items, batch);
            }
            else
            {
                await SettleAsync(items, verdict, batch);
            }

            return !batch.StoreFailed;
        }
        catch
        {
            // Whatever failed, a request may have left: what is still open comes back as in doubt.
            await store.ParkAsync(Ids(leased), new Parking(time.GetUtcNow() + InDoubtPause) { InDoubt = batch.HasPosted });
            throw;
        }
    }

    /// <summary>Ends what is too old of a pixel that is not configured any more, and gives the rest back.</summary>
    public async Task ExpireAsync(PixelState pixel, IReadOnlyList<LeasedItem> leased)
    {
        var (now, mayExpire) = clock.Read();
        List<LeasedItem> old = [], rest = [];
        foreach (var item in leased)
        {
            (mayExpire && EventAge.IsExpired(item.Item, now) ? old : rest).Add(item);
        }

        await EndOldAsync(old, [], mayExpire, pixel);
        if (rest.Count > 0)
        {
            await ParkAsync(rest, verdict: null);
        }
    }

    private async Task<GraphVerdict> PostAsync(IReadOnlyList<LeasedItem> items, Batch batch)
    {
        try
        {
            // Committed before the first byte leaves: after a crash it is known that they may have.
            await store.MarkPostingAsync(Ids(items));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            batch.StoreFailed = true;
            return new GraphVerdict(GraphAction.Requeue);
        }

        batch.HasPosted = true;
        var verdict = await poster.PostAsync(items, batch.Target, batch.Current.Options.Graph, batch.OutOfTime);
        if (verdict.Date is { } date)
        {
            clock.Observe(date);
        }

        return verdict;
    }

    /// <summary>Finds the culprits of a refused batch, and dead-letters them only if the rest of the world still works.</summary>
    private async Task BisectAsync(IReadOnlyList<LeasedItem> items, Batch batch)
    {
        var bisection = new Bisection(part => PostAsync(part, batch), (part, verdict) => SettleAsync(part, verdict, batch));
        var result = await bisection.RunAsync(items);
        if (result.IsSystemic)
        {
            Hold(batch.Pixel, result.Culprits[0].Verdict.Label, PixelHold.RefusalCure);
            await ParkAsync([.. result.Culprits.Select(culprit => culprit.Item)], result.Culprits[0].Verdict);
            return;
        }

        foreach (var (item, verdict) in result.Culprits)
        {
            await RejectAsync(item, verdict, batch);
        }
    }

    /// <summary>Does what an answer asks for; a refused batch of several is not for here.</summary>
    private async Task SettleAsync(IReadOnlyList<LeasedItem> items, GraphVerdict verdict, Batch batch)
    {
        switch (verdict.Action)
        {
            case GraphAction.Ok:
                await AcceptAsync(items, verdict, batch.Pixel);
                break;
            case GraphAction.Stop:
                Hold(batch.Pixel, verdict.Label, PixelHold.CureFor(verdict));
                await ParkAsync(items, verdict);
                break;
            case GraphAction.Requeue:
                await ParkAsync(items, verdict: null);
                break;
            case var _ when verdict.IsOutcomeUnknown:
                await DoubtAsync(items, verdict, batch);
                break;
            case var _ when verdict.IsRefusal:
                await RejectAsync(items[0], verdict, batch);
                break;
            default:
                batch.Pixel.Failed(batch.Options, verdict.RetryAfter, verdict.IsLong);
                await ParkAsync(items, verdict);
                break;
        }
    }

    private async Task AcceptAsync(IReadOnlyList<LeasedItem> items, GraphVerdict verdict, PixelState pixel)
    {
        if (pixel.Succeeded(verdict.UsagePercent) is { } ended)
        {
            Log.HoldEnded(logger, pixel.Name, time.GetUtcNow() - ended.Since);
            doorbells.RingAll();
        }

        foreach (var warning in verdict.Warnings)
        {
            Log.Warning(logger, pixel.Name, warning);
        }

        await EndAsync(items, EventReason.Accepted, new Acceptance(verdict.TraceId, verdict.Warnings));
        var now = time.GetUtcNow();
        foreach (var item in items)
        {
            metrics.Delivered(pixel.Name, now - item.Item.EventTime);
        }
    }

    private void Hold(PixelState pixel, string label, string cure)
    {
        if (pixel.Stop(label, cure))
        {
            Log.HoldBegan(logger, pixel.Name, label, cure);
        }
    }

    private async Task DoubtAsync(IReadOnlyList<LeasedItem> items, GraphVerdict verdict, Batch batch)
    {
        batch.Pixel.Doubted(batch.Options);
        Log.InDoubt(logger, batch.Pixel.Name, items.Count, verdict.Label, batch.Options.InDoubt);
        if (batch.Options.InDoubt == InDoubtPolicy.Hold)
        {
            await DeadLetterAsync(items, new DeadLetter(EventReason.InDoubt, Message: verdict.Label));
            return;
        }

        await store.ParkAsync(Ids(items), new Parking(time.GetUtcNow() + InDoubtPause) { InDoubt = true, Note = verdict.Label });
    }

    private async Task RejectAsync(LeasedItem item, GraphVerdict verdict, Batch batch)
    {
        if (!batch.Pixel.MayReject())
        {
            // A probe that is refused says nothing about the event; another one is asked next time.
            Hold(batch.Pixel, verdict.Label, PixelHold.RefusalCure);
            await store.ParkAsync([item.Id], new Parking(time.GetUtcNow() + batch.Options.RetryMaxDelay) { Note = verdict.Label });
            return;
        }

        await DeadLetterAsync([item], new DeadLetter(EventReason.Rejected, verdict.Code, verdict.Subcode, verdict.Message));
        Log.Rejected(logger, item.Item.EventName, item.Item.EventId, batch.Pixel.Name, verdict.Label);
    }

    /// <summary>What may be sent now; everything else of the batch is ended or parked.</summary>
    private async Task<IReadOnlyList<LeasedItem>> SendableAsync(IReadOnlyList<LeasedItem> items, Batch batch)
    {
        var (now, mayExpire) = clock.Read();
        var sendable = new List<LeasedItem>(items.Count);
        List<LeasedItem> old = [], doubtful = [];
        foreach (var item in items)
        {
            var isOld = EventAge.IsExpired(item.Item, now);
            if (isOld || EventAge.IsBeyondDeduplication(item, now))
            {
                (isOld ? old : doubtful).Add(item);
            }
            else if (item.Item.EventTime > now)
            {
                // Captured under a clock that was ahead of Meta's, which refuses events from the future.
                await store.ParkAsync([item.Id], new Parking(time.GetUtcNow() + (item.Item.EventTime - now)));
            }
            else if (item.DoubtSince is not null && batch.Options.InDoubt == InDoubtPolicy.Hold)
            {
                await DeadLetterAsync([item], new DeadLetter(EventReason.InDoubt));
            }
            else
            {
                sendable.Add(item);
            }
        }

        await EndOldAsync(old, doubtful, mayExpire, batch.Pixel);
        return sendable;
    }

    private async Task EndOldAsync(List<LeasedItem> old, List<LeasedItem> doubtful, bool mayExpire, PixelState pixel)
    {
        if (old.Count + doubtful.Count == 0)
        {
            return;
        }

        if (!mayExpire)
        {
            await store.ParkAsync(Ids([.. old, .. doubtful]), new Parking(time.GetUtcNow() + SecondLook));
            return;
        }

        if (old.Count > 0)
        {
            await DeadLetterAsync(old, new DeadLetter(EventReason.Expired));
            Log.Expired(logger, old.Count, pixel.Name);
        }

        if (doubtful.Count > 0)
        {
            await DeadLetterAsync(doubtful, new DeadLetter(EventReason.InDoubt));
        }
    }

    private async Task EndAsync(IReadOnlyList<LeasedItem> items, EventReason reason, Acceptance acceptance)
    {
        await store.AcknowledgeAsync(Ids(items), acceptance);
        Count(items, reason);
    }

    private async Task DeadLetterAsync(IReadOnlyList<LeasedItem> items, DeadLetter letter)
    {
        await store.DeadLetterAsync(Ids(items), letter);
        Count(items, letter.Reason);
    }

    // Due at once: the pause is the destination's, and ends by the monotonic clock.
    private async Task ParkAsync(IReadOnlyList<LeasedItem> items, GraphVerdict? verdict) =>
        await store.ParkAsync(Ids(items), new Parking(time.GetUtcNow()) { Note = verdict?.Label });

    private void Count(IEnumerable<LeasedItem> items, EventReason reason)
    {
        foreach (var item in items)
        {
            metrics.EventEnded(item.Item.EventName, item.Item.Pixel, reason);
        }
    }

    private static long[] Ids(IReadOnlyList<LeasedItem> items) => [.. items.Select(item => item.Id)];

    /// <summary>What belongs to one batch while it is delivered.</summary>
    private sealed record Batch(PixelState Pixel, CompiledPixel Target, RuleSet Current, CancellationToken OutOfTime)
    {
        public DeliveryOptions Options => Current.Options.Delivery;

        /// <summary>A request has left, or was about to.</summary>
        public bool HasPosted { get; set; }

        /// <summary>The store could not note that a request was about to leave, so it did not.</summary>
        public bool StoreFailed { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(1401, LogLevel.Error, "Pixel '{Pixel}' is on hold: Meta answered {Answer}. {Cure} Events are kept and go out by themselves when it is mended.")]
        public static partial void HoldBegan(ILogger logger, string pixel, string answer, string cure);

        [LoggerMessage(1402, LogLevel.Information, "Pixel '{Pixel}' takes events again after {Duration}.")]
        public static partial void HoldEnded(ILogger logger, string pixel, TimeSpan duration);

        [LoggerMessage(1403, LogLevel.Warning, "Meta accepted events of pixel '{Pixel}' with a warning: {Warning}")]
        public static partial void Warning(ILogger logger, string pixel, string warning);

        [LoggerMessage(1404, LogLevel.Warning, "A request of pixel '{Pixel}' with {Count} events ended without a clear answer ({Answer}); the policy is {Policy}.")]
        public static partial void InDoubt(ILogger logger, string pixel, int count, string answer, InDoubtPolicy policy);

        [LoggerMessage(1405, LogLevel.Error, "Meta refused the {EventName} with event id {EventId} of pixel '{Pixel}': {Answer}. It is kept as a dead letter.")]
        public static partial void Rejected(ILogger logger, string eventName, string eventId, string pixel, string answer);

        [LoggerMessage(1406, LogLevel.Error, "{Count} events of pixel '{Pixel}' became older than Meta accepts before they could be sent.")]
        public static partial void Expired(ILogger logger, int count, string pixel);
    }
}
