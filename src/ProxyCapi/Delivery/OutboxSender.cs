using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using ProxyCapi.Configuration;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Delivery;

/// <summary>Runs a loop for each lane of each pixel, follows the configuration, and drains at the end.</summary>
/// <remarks>
/// <code>
///   Outbox ─► store ─► [doorbell of the lane] ─► LaneSender ─► BatchDelivery ─► BatchPoster ─► Graph API
///                                                    │              │  ok: acknowledge   refusal: bisect   trouble: park and pause the pixel
///                                                    └─ PixelState, shared by the two lanes of one pixel and by no other
/// </code>
/// </remarks>
internal sealed partial class OutboxSender : BackgroundService
{
    private static readonly TimeSpan AdoptEvery = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan MeasureEvery = TimeSpan.FromSeconds(1);
    private static readonly Lane[] Lanes = [Lane.Money, Lane.Other];

    private readonly ConcurrentDictionary<string, PixelState> _pixels = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentBag<Task> _loops = [];
    private readonly Lock _starting = new();
    private readonly CancellationTokenSource _outOfTime = new();
    private readonly IOutboxStore _store;
    private readonly BatchDelivery _delivery;
    private readonly LaneDoorbells _doorbells;
    private readonly ActiveRuleSet _rules;
    private readonly ProxyCapiMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly Jitter _jitter;
    private readonly StopReserve _reserve;
    private readonly ILogger<OutboxSender> _logger;
    private volatile IReadOnlyList<LaneState> _lastState = [];
    private long _measuredAt = long.MinValue / 2;

    public OutboxSender(
        IOutboxStore store,
        BatchDelivery delivery,
        LaneDoorbells doorbells,
        ActiveRuleSet rules,
        ProxyCapiMetrics metrics,
        TimeProvider time,
        Jitter jitter,
        StopReserve reserve,
        ILogger<OutboxSender> logger)
    {
        _store = store;
        _delivery = delivery;
        _doorbells = doorbells;
        _rules = rules;
        _metrics = metrics;
        _time = time;
        _jitter = jitter;
        _reserve = reserve;
        _logger = logger;
        metrics.ObserveOutbox(
            () => Measure(state => state.Count), () => Measure(state => state.InDoubt), () => Measure(state => state.InMemory), () => Measure(state => state.Dead),
            MeasureAge, MeasureStopped);
        metrics.ObservePixels(MeasurePixels, MeasureUsage);
    }

    /// <summary>The pixels that are on hold, with the reason and the cure.</summary>
    public IEnumerable<(string Pixel, PixelHold Hold)> Holds =>
        _pixels.Values.Where(pixel => pixel.Hold is not null).Select(pixel => (pixel.Name, pixel.Hold!));

    /// <summary>How each pixel's destination is.</summary>
    public IReadOnlyList<PixelCondition> Pixels => [.. _pixels.Values.Select(pixel => pixel.Condition).OrderBy(pixel => pixel.Name, StringComparer.Ordinal)];

    /// <summary>What waits.</summary>
    public async ValueTask<IReadOnlyList<LaneState>> GetStateAsync() => _lastState = await _store.GetStateAsync();

    /// <summary>
    /// Sends what can be sent within <c>Delivery:DrainTimeout</c>; requests on their way are let finish. The host's time ends it earlier, but not
    /// before the reserve is used up (<see cref="StopReserve"/>).
    /// </summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        using var drain = new CancellationTokenSource(_rules.Current.Options.Delivery.DrainTimeout, _time);
        using var stop = _reserve.Follow(cancellationToken);
        await using var first = drain.Token.Register(_outOfTime.Cancel);
        await using var second = stop.Token.Register(_outOfTime.Cancel);

        // Not the host's token: the store is closed next, and the loops must have left it. Out of time, they end at once.
        await base.StopAsync(CancellationToken.None);
        var lost = await _store.CloseAsync();
        foreach (var item in lost)
        {
            _metrics.EventEnded(item.EventName, item.Pixel, EventReason.Stopped);
        }

        if (lost.Count > 0)
        {
            Log.LostAtStop(_logger, lost.Count);
        }
    }

    public override void Dispose()
    {
        _outOfTime.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Leave the caller's start at once: a store that is slow to open must not hold up the site.
        await Task.Yield();
        using var changes = ChangeToken.OnChange(_rules.GetReloadToken, OnReload);
        Follow(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await AdoptAsync(stoppingToken);
            await _doorbells.WaitForAllAsync(AdoptEvery, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _doorbells.RingAll();
        await Task.WhenAll(_loops);
        return;

        void OnReload()
        {
            Follow(stoppingToken);
            _doorbells.RingAll();
        }
    }

    private RuleSet? _following;

    /// <summary>Starts loops for new pixels, and lets a changed one try at once. A pixel that is gone keeps its events.</summary>
    private void Follow(CancellationToken stopping)
    {
        lock (_starting)
        {
            var (before, current) = (_following, _rules.Current);
            _following = current;
            foreach (var (name, pixel) in current.Pixels)
            {
                var state = Started(name, stopping);
                if (before is not null && HasChanged(before, current, pixel))
                {
                    state.ConfigurationChanged();
                }
            }
        }
    }

    /// <summary>Looks after events of pixels that are not configured any more, so that they expire and are seen.</summary>
    private async Task AdoptAsync(CancellationToken stopping)
    {
        try
        {
            foreach (var lane in await GetStateAsync())
            {
                if (lane.Count > 0)
                {
                    lock (_starting)
                    {
                        Started(lane.Pixel, stopping);
                    }
                }
            }
        }
        catch (Exception exception)
        {
            // style.md trap 10: nothing that leaves here may stop the host.
            _metrics.Failed("delivery");
            Log.StateNotRead(_logger, exception.GetType().Name);
        }
    }

    // Under the lock: two loops of one lane would be two senders of the same pixel that know nothing of each other.
    private PixelState Started(string name, CancellationToken stopping)
    {
        if (_pixels.TryGetValue(name, out var known))
        {
            return known;
        }

        var state = new PixelState(name, _time, _jitter);
        foreach (var lane in Lanes)
        {
            var sender = new LaneSender(state, lane, _store, _delivery, _doorbells, _rules, _metrics, _time, _logger);
            _loops.Add(Task.Run(() => sender.RunAsync(stopping, _outOfTime.Token), CancellationToken.None));
        }

        _pixels[name] = state;
        return state;
    }

    private static bool HasChanged(RuleSet before, RuleSet current, CompiledPixel pixel) =>
        !before.Pixels.TryGetValue(pixel.Name, out var old)
        || old.Id != pixel.Id || old.AccessToken != pixel.AccessToken || old.AppSecret != pixel.AppSecret
        || before.Options.Graph.BaseAddress != current.Options.Graph.BaseAddress || before.Options.Graph.Version != current.Options.Graph.Version;

    private IEnumerable<Measurement<long>> Measure(Func<LaneState, long> number) =>
        Measure(state => new Measurement<long>(number(state), Tags(state)));

    private IEnumerable<Measurement<double>> MeasureAge() =>
        Measure(state => new Measurement<double>(state.OldestEvent is { } oldest ? (_time.GetUtcNow() - oldest).TotalSeconds : 0, Tags(state)));

    private IEnumerable<Measurement<int>> MeasureStopped() =>
        _pixels.Values.Select(pixel => new Measurement<int>(pixel.Hold is null ? 0 : 1, new KeyValuePair<string, object?>(ProxyCapiMetrics.PixelTag, pixel.Name)));

    private IEnumerable<Measurement<int>> MeasurePixels() =>
        from pixel in Pixels
        from state in PixelCondition.States
        select new Measurement<int>(pixel.State == state ? 1 : 0, new(ProxyCapiMetrics.PixelTag, pixel.Name), new("proxycapi.pixel.state", state));

    private IEnumerable<Measurement<double>> MeasureUsage() =>
        Pixels.Select(pixel => new Measurement<double>(pixel.UsagePercent / 100, new KeyValuePair<string, object?>(ProxyCapiMetrics.PixelTag, pixel.Name)));

    // One reading serves all instruments of a scrape. It waits for nothing: it shows the state of the last one that had come in time.
    private IEnumerable<Measurement<T>> Measure<T>(Func<LaneState, Measurement<T>> measure)
        where T : struct
    {
        var state = _lastState;
        if (_time.GetElapsedTime(Volatile.Read(ref _measuredAt)) >= MeasureEvery)
        {
            Volatile.Write(ref _measuredAt, _time.GetTimestamp());
            var reading = GetStateAsync();
            state = reading.IsCompletedSuccessfully ? reading.Result : state;
        }

        // A lane that is empty is zero, not unknown: dashboards could not tell it from a gateway that is gone.
        var empty = from pixel in _rules.Current.Pixels.Keys
                    from lane in Lanes
                    where !state.Any(known => known.Lane == lane && string.Equals(known.Pixel, pixel, StringComparison.OrdinalIgnoreCase))
                    select new LaneState(pixel, lane);
        return state.Concat(empty).Select(measure);
    }

    private static KeyValuePair<string, object?>[] Tags(LaneState state) =>
        [new(ProxyCapiMetrics.PixelTag, state.Pixel), new(ProxyCapiMetrics.LaneTag, state.Lane == Lane.Money ? "money" : "other")];

    private static partial class Log
    {
        [LoggerMessage(1411, LogLevel.Error, "What waits in the outbox could not be read ({ExceptionType}); it is tried again. Please report it.")]
        public static partial void StateNotRead(ILogger logger, string exceptionType);

        [LoggerMessage(1410, LogLevel.Error, "{Count} events are lost with this process: they could neither be sent nor brought to the disk.")]
        public static partial void LostAtStop(ILogger logger, int count);
    }
}
