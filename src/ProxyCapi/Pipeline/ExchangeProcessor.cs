using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Conversions;
using ProxyCapi.Conversions.Matching;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;
using ProxyCapi.Diagnostics.Site;
using ProxyCapi.Extraction;
using ProxyCapi.Extraction.Discovery.Refusals;

namespace ProxyCapi.Pipeline;

/// <summary>Takes exchanges through the rooms, off the request path.</summary>
/// <remarks>
/// <code>
///   Capture ──► [ExchangeQueue] ──► Extraction ──► Conversions ──► Delivery
///               bounded              Conversion     OutboxItem      IOutbox
/// </code>
/// Every exchange taken from the queue ends here in exactly one outcome, and so does every event that does not reach the outbox.
/// A reader does not wait for the commit of what it has read: it reads on, so that the outbox has something to commit together.
/// </remarks>
internal sealed partial class ExchangeProcessor(
    ExchangeQueue queue,
    ExchangeReader reader,
    ServerEventFactory events,
    IOutbox outbox,
    ActiveRuleSet rules,
    ProxyCapiMetrics metrics,
    TimeProvider time,
    StopReserve reserve,
    StoryWriter stories,
    SiteObservations site,
    ILogger<ExchangeProcessor> logger) : BackgroundService
{
    /// <summary>
    /// Reading a page is milliseconds of processor work without a pause. It gets threads of its own, so that it never takes one from the
    /// requests, and half the cores, so that the other half is theirs.
    /// </summary>
    private static readonly int Readers = Math.Clamp(Environment.ProcessorCount / 2, 1, 8);

    // More than one group commit can use up while the disk is slow, and few enough to hold in memory.
    private const int MaxUnderWay = 256;

    private readonly SemaphoreSlim _places = new(MaxUnderWay);
    private readonly CancellationTokenSource _outOfTime = new();

    /// <summary>Reads what is left in the queue, as long as the host's time or the reserve allows; the rest is counted as stopped.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Complete();
        using var stop = reserve.Follow(cancellationToken);
        await using var _ = stop.Token.Register(_outOfTime.Cancel);
        if (ExecuteTask is { } work)
        {
            await work;
        }

        await base.StopAsync(CancellationToken.None);
    }

    public override void Dispose()
    {
        _places.Dispose();
        _outOfTime.Dispose();
        base.Dispose();
    }

    // The queue's end, not the host's token, ends the work: what was captured before the stop is still read.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(Enumerable.Range(0, Readers).Select(_ =>
            Task.Factory.StartNew(ReadAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        // Whoever has every place knows that no event is on its way to the outbox any more.
        for (var i = 0; i < MaxUnderWay; i++)
        {
            await _places.WaitAsync(CancellationToken.None);
        }
    }

    private void ReadAll()
    {
        foreach (var exchange in queue.ReadAll())
        {
            _places.Wait();
            _ = ProcessAsync(exchange);
        }
    }

    /// <summary>
    /// Reads on the caller's thread and leaves it at the first wait. Never throws: a reader that dies would end the reading of all exchanges
    /// (style.md trap 10). Gives back the place that was taken for the exchange when its events are stored.
    /// </summary>
    private async Task ProcessAsync(Exchange exchange)
    {
        var enqueues = new List<Task<bool>>();
        Durability? durability = null;
        try
        {
            var reason = ExchangeReason.Stopped;
            using (exchange)
            {
                durability = exchange.TakeDurability();
                if (!_outOfTime.IsCancellationRequested)
                {
                    reason = await ReadAsync(exchange, enqueues);
                }
            }

            metrics.ExchangeEnded(reason);
            durability?.Settle(await ResultAsync(enqueues, reason));
            durability = null;
            await Task.WhenAll(enqueues);
        }
        catch (Exception)
        {
            // A host's metrics listener or logger threw: neither may end the reading.
            CountFailure();
        }
        finally
        {
            durability?.Settle(DurableResult.NotDurable);
            _places.Release();
        }
    }

    private void CountFailure()
    {
        try
        {
            metrics.Failed("pipeline");
        }
        catch (Exception)
        {
            // It was the counter's own listener, and there is nobody left to tell.
        }
    }

    private async Task<ExchangeReason> ReadAsync(Exchange exchange, List<Task<bool>> enqueues)
    {
        using var activity = ProxyCapiActivity.Source.StartActivity("proxycapi exchange", ActivityKind.Internal, exchange.TraceContext);
        var reason = ExchangeReason.Error;
        try
        {
            var current = rules.Current;
            var started = time.GetTimestamp();
            var result = reader.Read(exchange, current);
            metrics.Extracted(time.GetElapsedTime(started));

            // Bodies are read; whoever waits now should not hold their memory.
            exchange.Dispose();
            Observe(exchange, result, current);
            foreach (var conversion in result.Conversions)
            {
                await StoreAsync(conversion, exchange, current, enqueues);
            }

            reason = result.Reason;
        }
        catch (OperationCanceledException) when (_outOfTime.IsCancellationRequested)
        {
            reason = ExchangeReason.Stopped;
        }
        catch (Exception exception)
        {
            metrics.Failed("pipeline");
            Log.ExchangeFailed(logger, exception.GetType().Name);
        }

        activity?.SetTag(ProxyCapiMetrics.ReasonTag, Outcomes.Of(reason).Reason);
        return reason;
    }

    private static async Task<DurableResult> ResultAsync(List<Task<bool>> enqueues, ExchangeReason reason)
    {
        var areDurable = await Task.WhenAll(enqueues);
        return areDurable.Length > 0 && areDurable.All(isDurable => isDurable) ? DurableResult.Committed
            : areDurable.Length > 0 || reason is ExchangeReason.Error or ExchangeReason.Stopped ? DurableResult.NotDurable
            : DurableResult.Nothing;
    }

    /// <summary>Begins to enqueue a conversion's events.</summary>
    private async Task StoreAsync(Conversion conversion, Exchange exchange, RuleSet current, List<Task<bool>> enqueues)
    {
        foreach (var result in await events.CreateAsync(conversion, exchange, current, _outOfTime.Token))
        {
            using var activity = StartActivity(result);
            metrics.EventCreated(result.EventName, result.Pixel);
            var keys = result.Event is { } made ? MatchKeys.Of(made.UserData) : [];
            var story = stories.Begin(conversion, exchange, result, keys, current);
            if (result.Item is null)
            {
                activity?.SetTag(ProxyCapiMetrics.ReasonTag, Outcomes.Of(result.Reason).Reason);
                metrics.EventEnded(result.EventName, result.Pixel, result.Reason);
                LogDropped(result, conversion.Source);
                continue;
            }

            if (current.Options.Mode == ProxyCapiMode.Shadow)
            {
                // Ends here: the outbox holds what is to be sent, whatever the mode is by then.
                metrics.EventEnded(result.EventName, result.Pixel, EventReason.Shadow);
                stories.Ended(story, EventReason.Shadow);
                continue;
            }

            // The send span links to the event's own span, where somebody records it.
            enqueues.Add(EnqueueAsync(activity is { Recorded: true, Id: { } id } ? result.Item with { TraceParent = id } : result.Item, story));
            metrics.Matched(result.EventName, result.Pixel, keys, MatchQuality.Estimate(keys));
        }
    }

    private static Activity? StartActivity(EventResult result)
    {
        var activity = ProxyCapiActivity.Source.StartActivity("proxycapi event");
        activity?.SetTag(ProxyCapiMetrics.EventNameTag, result.EventName);
        activity?.SetTag(ProxyCapiMetrics.PixelTag, result.Pixel);
        return activity;
    }

    /// <summary>Notes what the operator should know of the page, and of the rules that read it.</summary>
    private void Observe(Exchange exchange, ReadResult result, RuleSet current)
    {
        try
        {
            stories.Nothing(exchange, result, current);
            ObserveSite(exchange, result, current);
        }
        catch (Exception exception)
        {
            // What is told of a conversion must not cost it.
            metrics.Failed("pipeline");
            Log.NotObserved(logger, exception.GetType().Name);
        }
    }

    private void ObserveSite(Exchange exchange, ReadResult result, RuleSet current)
    {
        foreach (var match in exchange.Matches)
        {
            site.Matched(match.Rule.Name);
        }

        foreach (var conversion in result.Conversions)
        {
            if (!conversion.IsDiscovered)
            {
                site.Converted(conversion.Source);
            }

            Note(PageNotes.PixelWithoutEventId, SiteNote.PixelWithoutEventId);
            Note(PageNotes.OtherSender, SiteNote.OtherSender);

            void Note(PageNotes note, SiteNote seen)
            {
                if (conversion.Notes.HasFlag(note))
                {
                    site.Note(seen, StoryWriter.PageOf(exchange, current));
                }
            }
        }

        if (result.Conversions.Count == 0 && result.Reason == ExchangeReason.NoConversion && ConfirmationAddress.Is(exchange.Path))
        {
            site.Note(SiteNote.SilentConfirmation, StoryWriter.PageOf(exchange, current));
        }
    }

    // A no, a crawler or a monitor is nothing that an operator must look at, and they come by the thousand.
    private void LogDropped(EventResult result, string rule)
    {
        var reason = Outcomes.Of(result.Reason).Reason;
        if (result.Reason is EventReason.ConsentDenied or EventReason.ConsentUnknown or EventReason.Bot or EventReason.NoUserAgent or EventReason.Network or EventReason.Path)
        {
            Log.EventNotWanted(logger, result.EventName, rule, result.Pixel, reason);
        }
        else
        {
            Log.EventDropped(logger, result.EventName, rule, result.Pixel, reason);
        }
    }

    /// <summary>One event's failure is its own: the other pixels of the conversion still get theirs.</summary>
    /// <returns>Whether the event, or the one it repeats, is on disk.</returns>
    private async Task<bool> EnqueueAsync(OutboxItem item, long story)
    {
        try
        {
            var result = await outbox.EnqueueAsync(item, _outOfTime.Token);
            switch (result)
            {
                case EnqueueResult.Duplicate or EnqueueResult.DuplicateInMemory:
                    End(item, story, EventReason.Duplicate);
                    break;
                case EnqueueResult.Shed:
                    End(item, story, EventReason.QueueFull);
                    break;
                default:
                    stories.Queued(story, result);
                    break;
            }

            return result is EnqueueResult.Stored or EnqueueResult.Duplicate;
        }
        catch (OperationCanceledException) when (_outOfTime.IsCancellationRequested)
        {
            End(item, story, EventReason.Stopped);
            return false;
        }
        catch (Exception exception)
        {
            metrics.Failed("delivery");
            End(item, story, EventReason.Error);
            Log.EventNotStored(logger, item.EventName, item.EventId, item.Pixel, exception.GetType().Name);
            return false;
        }
    }

    private void End(OutboxItem item, long story, EventReason reason)
    {
        metrics.EventEnded(item.EventName, item.Pixel, reason);
        stories.Ended(story, reason);
    }

    private static partial class Log
    {
        // Types, not messages: a parser's message may quote the page.
        [LoggerMessage(1600, LogLevel.Error,
            "An exchange could not be read ({ExceptionType}); the shopper did not notice. Please report it with the page that caused it.")]
        public static partial void ExchangeFailed(ILogger logger, string exceptionType);

        [LoggerMessage(1601, LogLevel.Warning,
            "A {EventName} of rule '{Rule}' was not queued for pixel '{Pixel}': {Reason}. The README's table of reasons says what to do.")]
        public static partial void EventDropped(ILogger logger, string eventName, string rule, string pixel, string reason);

        [LoggerMessage(1603, LogLevel.Debug, "A {EventName} of rule '{Rule}' was not made for pixel '{Pixel}': {Reason}.")]
        public static partial void EventNotWanted(ILogger logger, string eventName, string rule, string pixel, string reason);

        [LoggerMessage(1604, LogLevel.Error, "What the inspector shows of an exchange could not be written ({ExceptionType}); its events go on. Please report it.")]
        public static partial void NotObserved(ILogger logger, string exceptionType);

        [LoggerMessage(1602, LogLevel.Error,
            "The {EventName} with event id {EventId} could not be stored for pixel '{Pixel}' ({ExceptionType}); it is lost.")]
        public static partial void EventNotStored(ILogger logger, string eventName, string eventId, string pixel, string exceptionType);
    }
}
