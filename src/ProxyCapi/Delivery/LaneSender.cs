using Microsoft.Extensions.Logging;
using ProxyCapi.Configuration;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Delivery;

/// <summary>Sends the events of one pixel's lane, one batch at a time, oldest first. Nothing that happens to it touches another pixel.</summary>
internal sealed partial class LaneSender(
    PixelState pixel,
    Lane lane,
    IOutboxStore store,
    BatchPoster poster,
    LaneDoorbells doorbells,
    ActiveRuleSet rules,
    ProxyCapiMetrics metrics,
    TimeProvider time,
    ILogger logger)
{
    // Longer than any bisection of a batch takes; a process that dies gives its leases up anyway.
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan InDoubtPause = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Works until <paramref name="stopping"/> fires, then sends what may be sent without waiting, until <paramref name="outOfTime"/> fires. No
    /// exception leaves: a lane that dies would keep its events for ever (style.md trap 10).
    /// </summary>
    public async Task RunAsync(CancellationToken stopping, CancellationToken outOfTime)
    {
        while (!outOfTime.IsCancellationRequested)
        {
            try
            {
                var wait = await SendNextAsync(stopping, outOfTime);
                if (wait is null)
                {
                    continue;
                }

                if (stopping.IsCancellationRequested)
                {
                    return;
                }

                await doorbells.WaitAsync(pixel.Name, lane, wait.Value < LongestWait ? wait.Value : LongestWait, time, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // Once more around: the rest is sent without waiting.
            }
            catch (Exception exception)
            {
                metrics.Failed("delivery");
                Log.LaneFailed(logger, pixel.Name, exception);
                await PauseAsync(AfterFailure, stopping);
            }
        }
    }

    /// <summary>Sends one batch.</summary>
    /// <returns><see langword="null"/> if there may be more at once, else how long there is nothing to do unless the bell rings.</returns>
    private async Task<TimeSpan?> SendNextAsync(CancellationToken stopping, CancellationToken outOfTime)
    {
        var current = rules.Current;
        if (current.Mode == ProxyCapiMode.Off || !current.Pixels.TryGetValue(pixel.Name, out var target))
        {
            return LongestWait;
        }

        if (current.Mode == ProxyCapiMode.Live && pixel.Pause is { Ticks: > 0 } pause)
        {
            return pause;
        }

        var options = current.Options.Delivery;
        var state = await store.GetStateAsync(pixel.Name, lane, CancellationToken.None);
        if (state.Ready == 0)
        {
            return state.NextDue is { } due ? Max(due - time.GetUtcNow(), TimeSpan.FromMilliseconds(1)) : LongestWait;
        }

        var size = pixel.OnlyProbes ? 1 : Math.Min(options.BatchSize, GraphRequest.MaxEvents);
        if (state.Ready < size && !stopping.IsCancellationRequested)
        {
            await PauseAsync(lane == Lane.Money ? options.MoneyLinger : options.Linger, stopping);
        }

        var items = await store.LeaseAsync(
            new LeaseRequest(pixel.Name, lane, size, options.MaxBatchBytes, LeaseDuration), CancellationToken.None);
        try
        {
            await DeliverAsync(await WithoutTooOldAsync(items), target, current, outOfTime);
        }
        catch
        {
            // Whatever failed, the request may have left: what is still in the store comes back as in doubt.
            await store.ParkAsync(Ids(items), new Parking(time.GetUtcNow() + InDoubtPause) { InDoubt = true }, CancellationToken.None);
            throw;
        }

        return null;
    }

    private async Task DeliverAsync(IReadOnlyList<LeasedItem> items, CompiledPixel target, RuleSet current, CancellationToken outOfTime)
    {
        if (items.Count == 0)
        {
            return;
        }

        if (current.Mode == ProxyCapiMode.Shadow)
        {
            await EndAsync(items, EventReason.Shadow);
            return;
        }

        var verdict = await PostAsync(items, target, current, outOfTime);
        if (verdict.IsRefusal && items.Count > 1)
        {
            await BisectAsync(items, target, current, outOfTime);
        }
        else
        {
            await SettleAsync(items, verdict, current.Options.Delivery);
        }
    }

    private async Task<GraphVerdict> PostAsync(IReadOnlyList<LeasedItem> items, CompiledPixel target, RuleSet current, CancellationToken outOfTime)
    {
        await store.MarkPostingAsync(Ids(items), CancellationToken.None);
        return await poster.PostAsync(items, target, current.Options.Graph, outOfTime);
    }

    /// <summary>Finds the culprits of a refused batch, and dead-letters them only if the rest of the world still works.</summary>
    private async Task BisectAsync(IReadOnlyList<LeasedItem> items, CompiledPixel target, RuleSet current, CancellationToken outOfTime)
    {
        var options = current.Options.Delivery;
        var bisection = new Bisection(
            batch => PostAsync(batch, target, current, outOfTime),
            (batch, verdict) => SettleAsync(batch, verdict, options));
        var result = await bisection.RunAsync(items);
        if (result.IsSystemic)
        {
            await HoldAsync(result.Culprits[0].Verdict.Label, PixelHold.RefusalCure);
            await store.ParkAsync(Ids([.. result.Culprits.Select(culprit => culprit.Item)]), new Parking(time.GetUtcNow()) { InDoubt = false }, CancellationToken.None);
            return;
        }

        foreach (var (item, verdict) in result.Culprits)
        {
            await RejectAsync(item, verdict, options);
        }
    }

    /// <summary>Does what an answer asks for; a refused batch of several is not for here.</summary>
    private Task SettleAsync(IReadOnlyList<LeasedItem> items, GraphVerdict verdict, DeliveryOptions options) => verdict.Action switch
    {
        GraphAction.Ok => AcceptAsync(items, verdict),
        GraphAction.Stop => StopAsync(items, verdict),
        GraphAction.InDoubt => DoubtAsync(items, options),
        _ when verdict.IsRefusal => RejectAsync(items[0], verdict, options),
        GraphAction.Requeue => ParkAsync(items, time.GetUtcNow()),
        _ => ParkAsync(items, pixel.Failed(options, verdict.RetryAfter, verdict.IsLong), verdict),
    };

    private async Task AcceptAsync(IReadOnlyList<LeasedItem> items, GraphVerdict verdict)
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

        await EndAsync(items, EventReason.Accepted);
        var now = time.GetUtcNow();
        foreach (var item in items)
        {
            metrics.Delivered(pixel.Name, now - item.Item.EventTime);
        }
    }

    private async Task StopAsync(IReadOnlyList<LeasedItem> items, GraphVerdict verdict)
    {
        await HoldAsync(verdict.Label, PixelHold.CureFor(verdict));
        await ParkAsync(items, time.GetUtcNow(), verdict);
    }

    private Task HoldAsync(string label, string cure)
    {
        if (pixel.Stop(label, cure))
        {
            Log.HoldBegan(logger, pixel.Name, label, cure);
        }

        return Task.CompletedTask;
    }

    private async Task DoubtAsync(IReadOnlyList<LeasedItem> items, DeliveryOptions options)
    {
        pixel.Doubted(options);
        Log.InDoubt(logger, pixel.Name, items.Count, options.InDoubt);
        if (options.InDoubt == InDoubtPolicy.Hold)
        {
            await DeadLetterAsync(items, new DeadLetter(EventReason.InDoubt));
            return;
        }

        await store.ParkAsync(Ids(items), new Parking(time.GetUtcNow() + InDoubtPause) { InDoubt = true }, CancellationToken.None);
    }

    private async Task RejectAsync(LeasedItem item, GraphVerdict verdict, DeliveryOptions options)
    {
        if (!pixel.MayReject())
        {
            // A probe that is refused says nothing about the event; another one is asked next time.
            await HoldAsync(verdict.Label, PixelHold.RefusalCure);
            await ParkAsync([item], time.GetUtcNow() + options.RetryMaxDelay, verdict);
            return;
        }

        await DeadLetterAsync([item], new DeadLetter(EventReason.Rejected, verdict.Code, verdict.Subcode, verdict.Message));
        Log.Rejected(logger, item.Item.EventName, item.Item.EventId, pixel.Name, verdict.Label);
    }

    private async Task<IReadOnlyList<LeasedItem>> WithoutTooOldAsync(IReadOnlyList<LeasedItem> items)
    {
        var now = time.GetUtcNow();
        var expired = items.Where(item => EventAge.IsExpired(item.Item, now)).ToArray();
        var doubtful = items.Except(expired).Where(item => EventAge.IsBeyondDeduplication(item, now)).ToArray();
        if (expired.Length > 0)
        {
            await store.ExpireAsync(Ids(expired), CancellationToken.None);
            Count(expired, EventReason.Expired);
            Log.Expired(logger, expired.Length, pixel.Name);
        }

        if (doubtful.Length > 0)
        {
            await DeadLetterAsync(doubtful, new DeadLetter(EventReason.InDoubt));
        }

        return expired.Length + doubtful.Length == 0 ? items : [.. items.Except(expired).Except(doubtful)];
    }

    private async Task EndAsync(IReadOnlyList<LeasedItem> items, EventReason reason)
    {
        await store.AcknowledgeAsync(Ids(items), CancellationToken.None);
        Count(items, reason);
    }

    private async Task DeadLetterAsync(IReadOnlyList<LeasedItem> items, DeadLetter letter)
    {
        await store.DeadLetterAsync(Ids(items), letter, CancellationToken.None);
        Count(items, letter.Reason);
    }

    private async Task ParkAsync(IReadOnlyList<LeasedItem> items, DateTimeOffset due, GraphVerdict? verdict = null) =>
        await store.ParkAsync(Ids(items), new Parking(due) { Note = verdict?.Label }, CancellationToken.None);

    private void Count(IEnumerable<LeasedItem> items, EventReason reason)
    {
        foreach (var item in items)
        {
            metrics.EventEnded(item.Item.EventName, item.Item.Pixel, reason);
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stopping)
    {
        if (pause > TimeSpan.Zero && !stopping.IsCancellationRequested)
        {
            await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static long[] Ids(IReadOnlyList<LeasedItem> items) => [.. items.Select(item => item.Id)];

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private static partial class Log
    {
        [LoggerMessage(1400, LogLevel.Error, "The sender of pixel '{Pixel}' failed and goes on. Nothing is lost; please report it.")]
        public static partial void LaneFailed(ILogger logger, string pixel, Exception exception);

        [LoggerMessage(1401, LogLevel.Error, "Pixel '{Pixel}' is on hold: Meta answered {Answer}. {Cure} Events are kept and go out by themselves when it is mended.")]
        public static partial void HoldBegan(ILogger logger, string pixel, string answer, string cure);

        [LoggerMessage(1402, LogLevel.Information, "Pixel '{Pixel}' takes events again after {Duration}.")]
        public static partial void HoldEnded(ILogger logger, string pixel, TimeSpan duration);

        [LoggerMessage(1403, LogLevel.Warning, "Meta accepted events of pixel '{Pixel}' with a warning: {Warning}")]
        public static partial void Warning(ILogger logger, string pixel, string warning);

        [LoggerMessage(1404, LogLevel.Warning, "A request of pixel '{Pixel}' with {Count} events ended without a clear answer; the policy is {Policy}.")]
        public static partial void InDoubt(ILogger logger, string pixel, int count, InDoubtPolicy policy);

        [LoggerMessage(1405, LogLevel.Error, "Meta refused the {EventName} with event id {EventId} of pixel '{Pixel}': {Answer}. It is kept as a dead letter.")]
        public static partial void Rejected(ILogger logger, string eventName, string eventId, string pixel, string answer);

        [LoggerMessage(1406, LogLevel.Error, "{Count} events of pixel '{Pixel}' became older than Meta accepts before they could be sent.")]
        public static partial void Expired(ILogger logger, int count, string pixel);
    }
}
