using Microsoft.Extensions.Logging;
using ProxyCapi.Configuration;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Delivery;

/// <summary>Brings one batch to an end: every item of it is accepted, parked, dead or given back when this returns.</summary>
internal sealed partial class BatchDelivery(
    IOutboxStore store, BatchPoster poster, TrustedClock clock, LaneDoorbells doorbells, DeliveryStories stories, ProxyCapiMetrics metrics, TimeProvider time,
    ILogger<BatchDelivery> logger)
{
    private static readonly TimeSpan InDoubtPause = TimeSpan.FromSeconds(60);

    /// <summary>How long an item waits that a clock calls too old which is not trusted with that.</summary>
    private static readonly TimeSpan SecondLook = TimeSpan.FromMinutes(1);

    /// <summary>An event of the future is sent so long after its time has come: an answer tells Meta's time to the second.</summary>
    private static readonly TimeSpan FutureMargin = TimeSpan.FromSeconds(5);

    /// <summary>Nothing is parked for longer.</summary>
    private static readonly TimeSpan LongestParking = TimeSpan.FromHours(1);

    /// <summary>Delivers leased items.</summary>
    /// <returns><see langword="false"/> if the store could not note that they were about to leave, so that nothing was sent.</returns>
    public async Task<bool> DeliverAsync(
        PixelState pixel, IReadOnlyList<LeasedItem> leased, CompiledPixel target, RuleSet current, CancellationToken outOfTime)
    {
        var batch = new Batch(pixel, target, current, outOfTime);
        try
        {
            var isFirst = true;
            foreach (var part in ByTest(await SendableAsync(leased, batch)))
            {
                if (isFirst || pixel.Condition.Pause == TimeSpan.Zero)
                {
                    await DeliverPartAsync(part, batch);
                }
                else
                {
                    await ParkAsync(part, verdict: null);
                }

                isFirst = false;
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

    /// <summary>A visitor's test has a request of its own: the code stands beside the events, not in them, and would make tests of the others too.</summary>
    private static IEnumerable<IReadOnlyList<LeasedItem>> ByTest(IReadOnlyList<LeasedItem> items) =>
        items.Count == 0 ? []
        : items.All(item => item.Item.TestEventCode is null) ? [items]
        : items.GroupBy(item => item.Item.TestEventCode).OrderBy(group => group.Key is not null).Select(group => group.ToArray());

    private async Task DeliverPartAsync(IReadOnlyList<LeasedItem> items, Batch batch)
    {
        var verdict = await PostAsync(items, batch);
        if (verdict.IsTooEarly && FutureOf(items) is { Count: > 0 } early)
        {
            await ParkUntilTheirTimeAsync(early, verdict, batch);
            await ParkAsync([.. items.Except(early)], verdict: null);
        }
        else if (verdict.IsRefusal && items.Count > 1)
        {
            await BisectAsync(items, batch);
        }
        else
        {
            await SettleAsync(items, verdict, batch);
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
        batch.Begun = batch.Pixel.BeginRequest();
        var started = time.GetTimestamp();
        var verdict = await poster.PostAsync(items, batch.Target, batch.Current.Options.Graph, batch.OutOfTime);
        stories.Attempted(items, verdict, time.GetElapsedTime(started));
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
        var early = result.Culprits.Where(culprit => culprit.Verdict.IsTooEarly).ToArray();
        await ParkUntilTheirTimeAsync([.. early.Select(culprit => culprit.Item)], early.FirstOrDefault().Verdict, batch);
        var refused = result.Culprits.Except(early).ToArray();
        if (result.IsSystemic && refused.Length > 0)
        {
            Hold(batch, refused[0].Verdict.Label, PixelHold.RefusalCure);
            await ParkAsync([.. refused.Select(culprit => culprit.Item)], refused[0].Verdict);
            return;
        }

        foreach (var (item, verdict) in refused)
        {
            await RejectAsync(item, verdict, batch, isProven: result.AnyAccepted);
        }
    }

    /// <summary>Does what an answer asks for; a refused batch of several is not for here.</summary>
    private async Task SettleAsync(IReadOnlyList<LeasedItem> items, GraphVerdict verdict, Batch batch)
    {
        switch (verdict.Action)
        {
            case GraphAction.Ok:
                await AcceptAsync(items, verdict, batch);
                break;
            case GraphAction.Stop:
                Hold(batch, verdict.Label, PixelHold.CureFor(verdict));
                await ParkAsync(items, verdict);
                break;
            case GraphAction.Requeue:
                await ParkAsync(items, verdict: null);
                break;
            case var _ when verdict.IsOutcomeUnknown:
                await DoubtAsync(items, verdict, batch);
                break;
            case var _ when verdict.IsTooEarly:
                await ParkUntilTheirTimeAsync(items, verdict, batch);
                break;
            case var _ when verdict.IsRefusal:
                await RejectAsync(items[0], verdict, batch, isProven: false);
                break;
            default:
                batch.Pixel.Failed(batch.Begun, batch.Options, verdict.RetryAfter, verdict.IsLong, verdict.Action == GraphAction.Throttle);
                await ParkAsync(items, new Parking(time.GetUtcNow() + PauseOf(items, verdict, batch.Options)) { Note = verdict.Label });
                break;
        }
    }

    // The pause is the destination's; but an event that has failed alone again and again lets others go first.
    private static TimeSpan PauseOf(IReadOnlyList<LeasedItem> items, GraphVerdict verdict, DeliveryOptions options) =>
        items is [var item] && verdict.MayConcernOneEvent ? PauseOf(item, options) : TimeSpan.Zero;

    private static TimeSpan PauseOf(LeasedItem item, DeliveryOptions options) => item.Attempts >= LeasedItem.ManyAttempts
        ? Min(options.RetryMaxDelay * ((double)item.Attempts / LeasedItem.ManyAttempts), LongestParking)
        : TimeSpan.Zero;

    private async Task AcceptAsync(IReadOnlyList<LeasedItem> items, GraphVerdict verdict, Batch batch)
    {
        var pixel = batch.Pixel;
        if (pixel.Succeeded(batch.Begun, verdict.UsagePercent, batch.Options.MaxConcurrentBatches) is { } ended)
        {
            Log.HoldEnded(logger, pixel.Name, time.GetUtcNow() - ended.Since);
            doorbells.RingAll();
        }

        foreach (var warning in verdict.Warnings)
        {
            Log.Warning(logger, pixel.Name, warning);
        }

        // All of a request are tests, or none is.
        await EndAsync(items, items[0].Item.TestEventCode is null ? EventReason.Accepted : EventReason.Test, new Acceptance(verdict.TraceId, verdict.Warnings));
        var now = time.GetUtcNow();
        foreach (var item in items)
        {
            metrics.Delivered(pixel.Name, now - item.Item.EventTime);
        }
    }

    private void Hold(Batch batch, string label, string cure)
    {
        if (batch.Pixel.Stop(batch.Begun, label, cure))
        {
            Log.HoldBegan(logger, batch.Pixel.Name, label, cure);
        }
    }

    private async Task DoubtAsync(IReadOnlyList<LeasedItem> items, GraphVerdict verdict, Batch batch)
    {
        batch.Pixel.Doubted(batch.Options);
        Log.InDoubt(logger, batch.Pixel.Name, items.Count, verdict.Explanation, batch.Options.InDoubt);
        if (batch.Options.InDoubt == InDoubtPolicy.Hold)
        {
            await DeadLetterAsync(items, new DeadLetter(EventReason.InDoubt, Message: verdict.Explanation));
            return;
        }

        var pause = Max(InDoubtPause, PauseOf(items, verdict, batch.Options));
        await ParkAsync(items, new Parking(time.GetUtcNow() + pause) { InDoubt = true, Note = verdict.Explanation });
    }

    // Proven: others of its batch were accepted at the same time, so the fault is the event's.
    private async Task RejectAsync(LeasedItem item, GraphVerdict verdict, Batch batch, bool isProven)
    {
        if (!isProven && !batch.Pixel.MayReject())
        {
            // A probe that is refused says nothing about the event; another one is asked next time.
            Hold(batch, verdict.Label, PixelHold.RefusalCure);
            await ParkAsync([item], new Parking(time.GetUtcNow() + batch.Options.RetryMaxDelay) { Note = verdict.Label });
            return;
        }

        await DeadLetterAsync([item], new DeadLetter(EventReason.Rejected, verdict.Code, verdict.Subcode, verdict.Message));
        Log.Rejected(logger, item.Item.EventName, item.Item.EventId, batch.Pixel.Name, verdict.Label);
    }

    /// <summary>What may be sent now; everything else of the batch is ended or parked.</summary>
    private async Task<IReadOnlyList<LeasedItem>> SendableAsync(IReadOnlyList<LeasedItem> items, Batch batch)
    {
        var (now, mayExpire) = clock.Read();
        var metas = clock.ReadForFuture();
        var sendable = new List<LeasedItem>(items.Count);
        List<LeasedItem> old = [], doubtful = [], early = [];
        foreach (var item in items)
        {
            var isOld = EventAge.IsExpired(item.Item, now);
            if (isOld || EventAge.IsBeyondDeduplication(item, now))
            {
                (isOld ? old : doubtful).Add(item);
            }
            else if (item.Item.EventTime > metas)
            {
                // Captured under a clock that was ahead of Meta's, which refuses events from the future.
                early.Add(item);
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
        await ParkUntilTheirTimeAsync(early, verdict: null, batch);
        return sendable;
    }

    /// <summary>What is of the future by Meta's clock, as closely as it is known.</summary>
    private List<LeasedItem> FutureOf(IReadOnlyList<LeasedItem> items)
    {
        var metas = time.GetUtcNow() + clock.Offset;
        return [.. items.Where(item => item.Item.EventTime > metas)];
    }

    /// <summary>Parks each until Meta's clock has come to its time; that it is refused until then is not its fault.</summary>
    private async Task ParkUntilTheirTimeAsync(IReadOnlyList<LeasedItem> items, GraphVerdict? verdict, Batch batch)
    {
        var now = time.GetUtcNow();
        await Task.WhenAll(items.Select(item =>
        {
            // Where no answer has told Meta's time nobody knows for how long.
            var early = item.Item.EventTime - (now + clock.Offset);
            var wait = early > TimeSpan.Zero ? early + FutureMargin : Max(SecondLook, PauseOf(item, batch.Options));
            return ParkAsync([item], new Parking(now + Min(wait, LongestParking)) { Note = verdict?.Label });
        }));
    }

    private async Task EndOldAsync(List<LeasedItem> old, List<LeasedItem> doubtful, bool mayExpire, PixelState pixel)
    {
        if (old.Count + doubtful.Count == 0)
        {
            return;
        }

        if (!mayExpire)
        {
            await ParkAsync([.. old, .. doubtful], new Parking(time.GetUtcNow() + SecondLook));
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
        stories.Ended(items, reason, $"Meta has it{(acceptance.TraceId is null ? "" : $" (fbtrace_id {acceptance.TraceId})")}.{(acceptance.Note is { } note ? $" Its warning: {note}" : "")}");
    }

    private async Task DeadLetterAsync(IReadOnlyList<LeasedItem> items, DeadLetter letter)
    {
        await store.DeadLetterAsync(Ids(items), letter);
        Count(items, letter.Reason);
        foreach (var item in items)
        {
            metrics.DeadLettered(item.Item.Pixel, letter);
        }

        stories.Ended(items, letter.Reason, letter.Explanation);
    }

    // Due at once: the pause is the destination's, and ends by the monotonic clock.
    private Task ParkAsync(IReadOnlyList<LeasedItem> items, GraphVerdict? verdict) => ParkAsync(items, new Parking(time.GetUtcNow()) { Note = verdict?.Label });

    private async Task ParkAsync(IReadOnlyList<LeasedItem> items, Parking parking)
    {
        await store.ParkAsync(Ids(items), parking);
        stories.Parked(items, parking);
    }

    private void Count(IEnumerable<LeasedItem> items, EventReason reason)
    {
        foreach (var item in items)
        {
            metrics.EventEnded(item.Item.EventName, item.Item.Pixel, reason);
        }
    }

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private static long[] Ids(IReadOnlyList<LeasedItem> items) => [.. items.Select(item => item.Id)];

    /// <summary>What belongs to one batch while it is delivered.</summary>
    private sealed record Batch(PixelState Pixel, CompiledPixel Target, RuleSet Current, CancellationToken OutOfTime)
    {
        public DeliveryOptions Options => Current.Options.Delivery;

        /// <summary>What the pixel gave when the last request left.</summary>
        public long Begun { get; set; }

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
