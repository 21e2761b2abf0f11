using Microsoft.Extensions.Logging;
using ProxyCapi.Configuration;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Delivery;

/// <summary>
/// Sends the events of one pixel's lane, oldest first, several batches at a time where the destination is well. Nothing that happens to it touches
/// another pixel.
/// </summary>
internal sealed partial class LaneSender(
    PixelState pixel,
    Lane lane,
    IOutboxStore store,
    BatchDelivery delivery,
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

    private readonly List<Task> _underWay = [];

    // The bell rings while the task that rings it has not quite ended: what counts is said before.
    private int _sending;

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
                _underWay.RemoveAll(task => task.IsCompleted);
                if (await SendNextAsync(stopping, outOfTime) is not { } wait)
                {
                    continue;
                }

                if (!stopping.IsCancellationRequested)
                {
                    await doorbells.WaitAsync(pixel.Name, lane, wait < LongestWait ? wait : LongestWait, time, stopping);
                }
                else if (_underWay.Count > 0)
                {
                    await Task.WhenAny(_underWay);
                }
                else
                {
                    return;
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // Once more around: the rest is sent without waiting.
            }
            catch (Exception exception)
            {
                metrics.Failed("delivery");
                Log.LaneFailed(logger, pixel.Name, exception.GetType().Name);

                // During a stop too: a failure that stays must not be tried as fast as the machine can.
                await PauseAsync(AfterFailure, stopping.IsCancellationRequested ? outOfTime : stopping);
            }
        }

        await Task.WhenAll(_underWay);
    }

    /// <summary>Begins to send one batch.</summary>
    /// <returns><see langword="null"/> if there may be more at once, else how long there is nothing to do unless the bell rings.</returns>
    private async Task<TimeSpan?> SendNextAsync(CancellationToken stopping, CancellationToken outOfTime)
    {
        var current = rules.Current;
        if (current.Mode != ProxyCapiMode.Live)
        {
            // Events from before wait for the way back; those of this time never come here.
            return LongestWait;
        }

        if (!current.Pixels.TryGetValue(pixel.Name, out var target))
        {
            // The pixel is gone from the configuration: it may come back, but its events do not wait for ever.
            await delivery.ExpireAsync(pixel, await store.LeaseAsync(new LeaseRequest(pixel.Name, lane, GraphRequest.MaxEvents, long.MaxValue, LeaseDuration)));
            return LongestWait;
        }

        if (pixel.PauseOf(lane) is { Ticks: > 0 } pause)
        {
            return pause;
        }

        var options = current.Options.Delivery;
        var size = pixel.OnlyProbes ? 1 : Math.Min(options.BatchSize, GraphRequest.MaxEvents);
        var outlook = await store.PeekAsync(pixel.Name, lane, size);
        if (outlook.Ready == 0)
        {
            return outlook.NextDue is { } due ? Max(due - time.GetUtcNow(), TimeSpan.FromMilliseconds(1)) : LongestWait;
        }

        if (await IsOthersTurnAsync())
        {
            return AfterFailure;
        }

        if (outlook.Ready < size && !stopping.IsCancellationRequested)
        {
            await PauseAsync(lane == Lane.Money ? options.MoneyLinger : options.Linger, stopping);
        }

        // A token, a mode may have changed in the meantime.
        return ReferenceEquals(current, rules.Current) ? await BeginAsync(target, current, options, outOfTime) : null;
    }

    /// <summary>After an outcome that nobody knows, an event that is not money is risked first, if there is one (delivery.md section 5.4a).</summary>
    private async Task<bool> IsOthersTurnAsync() =>
        lane == Lane.Money && pixel.IsDoubtful && pixel.PauseOf(Lane.Other) == TimeSpan.Zero && (await store.PeekAsync(pixel.Name, Lane.Other, 1)).Ready > 0;

    private async Task<TimeSpan?> BeginAsync(CompiledPixel target, RuleSet current, DeliveryOptions options, CancellationToken outOfTime)
    {
        if (pixel.TryBegin(Volatile.Read(ref _sending), options.MaxConcurrentBatches) is not { } turn)
        {
            // Another request's end rings the bell.
            return LongestWait;
        }

        try
        {
            var size = turn.IsProbe ? 1 : Math.Min(options.BatchSize, GraphRequest.MaxEvents);
            var items = await store.LeaseAsync(
                new LeaseRequest(pixel.Name, lane, size, options.MaxBatchBytes, LeaseDuration) { AloneFrom = LeasedItem.ManyAttempts });
            if (items.Count == 0)
            {
                // Somebody was quicker, or the store cannot give them now.
                End(turn);
                return AfterFailure;
            }

            metrics.SendBegan(pixel.Name);
            Interlocked.Increment(ref _sending);
            _underWay.Add(DeliverAsync(turn, items, target, current, outOfTime));
            return null;
        }
        catch
        {
            End(turn);
            throw;
        }
    }

    /// <summary>Whoever could not begin because of a turn waits for its end.</summary>
    private void End(PixelState.Turn turn)
    {
        turn.Dispose();
        if (turn.IsProbe)
        {
            doorbells.Ring(pixel.Name, lane == Lane.Money ? Lane.Other : Lane.Money);
        }
    }

    private async Task DeliverAsync(PixelState.Turn turn, IReadOnlyList<LeasedItem> items, CompiledPixel target, RuleSet current, CancellationToken outOfTime)
    {
        try
        {
            // The lane goes on at once, whatever this batch does.
            await Task.Yield();
            if (!await delivery.DeliverAsync(pixel, items, target, current, outOfTime))
            {
                await PauseAsync(AfterFailure, outOfTime);
            }
        }
        catch (Exception exception)
        {
            metrics.Failed("delivery");
            Log.LaneFailed(logger, pixel.Name, exception.GetType().Name);
            await PauseAsync(AfterFailure, outOfTime);
        }
        finally
        {
            Interlocked.Decrement(ref _sending);
            End(turn);
            doorbells.Ring(pixel.Name, lane);
            metrics.SendEnded(pixel.Name);
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stopping)
    {
        if (pause > TimeSpan.Zero && !stopping.IsCancellationRequested)
        {
            await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private static partial class Log
    {
        // Types, not messages: nothing that an event carries may reach a log.
        [LoggerMessage(1400, LogLevel.Error, "The sender of pixel '{Pixel}' failed ({ExceptionType}) and goes on. Nothing is lost; please report it.")]
        public static partial void LaneFailed(ILogger logger, string pixel, string exceptionType);
    }
}
