using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ProxyCapi.Configuration;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Tests.Delivery;

/// <summary>A running sender on a clock that only the test moves. Time passes by itself only while a test waits for something to happen.</summary>
internal sealed class SenderHarness : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, int> _ended = new();
    private readonly Outbox _outbox;
    private int _next;

    public SenderHarness(Action<ProxyCapiOptions>? configure = null, params string[] pixels)
    {
        Time.AutoAdvanceAmount = TimeSpan.Zero;
        Rules = new ActiveRuleSet(RuleSet(configure, "token", pixels));
        Metrics = new ProxyCapiMetrics(_services.GetRequiredService<IMeterFactory>());
        Listen();
        Store = new InMemoryOutboxStore(Rules, Metrics, Time);
        var doorbells = new LaneDoorbells();
        _outbox = new Outbox(Store, doorbells);
        Sender = new OutboxSender(
            Store, new BatchPoster(new GraphClient(Graph, Time), Metrics, Time), doorbells, Rules, Metrics, Time, new Jitter(new Random(1)), NullLogger<OutboxSender>.Instance);
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.Parse("2026-11-23T12:00:00Z", CultureInfo.InvariantCulture));

    public ScriptedGraph Graph { get; } = new();

    public ActiveRuleSet Rules { get; }

    public ProxyCapiMetrics Metrics { get; }

    public InMemoryOutboxStore Store { get; }

    public OutboxSender Sender { get; }

    public int Ended(string reason) => _ended.GetValueOrDefault(reason);

    public static RuleSet RuleSet(Action<ProxyCapiOptions>? configure, string token, params string[] pixels)
    {
        var options = new ProxyCapiOptions { Delivery = { MoneyLinger = TimeSpan.Zero, Linger = TimeSpan.Zero } };
        configure?.Invoke(options);
        return new RuleSet
        {
            Options = options,
            Rules = [],
            Pixels = (pixels.Length == 0 ? ["main"] : pixels).Select((name, index) => new CompiledPixel
            {
                Name = name,
                Id = (100 + index).ToString(CultureInfo.InvariantCulture),
                AccessToken = token,
                Hosts = new HostPatterns([]),
            }).ToImmutableDictionary(pixel => pixel.Name, StringComparer.OrdinalIgnoreCase),
        };
    }

    public OutboxItem Item(string? id = null, string pixel = "main", string name = "Purchase", Lane lane = Lane.Money, DateTimeOffset? at = null)
    {
        var eventId = id ?? "e" + Interlocked.Increment(ref _next).ToString(CultureInfo.InvariantCulture);
        return new OutboxItem
        {
            Pixel = pixel,
            Lane = lane,
            EventName = name,
            EventId = eventId,
            DedupeKey = "id:" + eventId,
            EventTime = at ?? Time.GetUtcNow(),
            Payload = Encoding.UTF8.GetBytes($$"""{"event_name":"{{name}}","event_id":"{{eventId}}"}"""),
        };
    }

    public ValueTask<EnqueueResult> EnqueueAsync(OutboxItem item) => _outbox.EnqueueAsync(item, CancellationToken.None);

    public async Task EnqueueAsync(int count, Lane lane = Lane.Money)
    {
        for (var i = 0; i < count; i++)
        {
            await EnqueueAsync(Item(lane: lane, name: lane == Lane.Money ? "Purchase" : "ViewContent"));
        }
    }

    public Task StartAsync() => Sender.StartAsync(CancellationToken.None);

    /// <summary>Lets the sender work, and moves the clock on whenever it may be waiting for it, until something has happened.</summary>
    public async Task UntilAsync(Func<bool> happened, TimeSpan? step = null)
    {
        for (var i = 0; i < 20_000; i++)
        {
            if (happened())
            {
                return;
            }

            // Other threads have something to do or they wait for the clock: both get their turn.
            await Task.Yield();
            if (i % 20 == 19)
            {
                Time.Advance(step ?? TimeSpan.FromMilliseconds(100));
                await Task.Run(static () => { });
            }
        }

        Assert.Fail($"It did not happen. Ended: {string.Join(", ", _ended.Select(pair => $"{pair.Key}={pair.Value}"))}; requests: {Graph.Requests.Count}.");
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await Sender.StopAsync(now.Token);
        Sender.Dispose();
        _listener.Dispose();
        Metrics.Dispose();
        Rules.Dispose();
        Graph.Dispose();
        await _services.DisposeAsync();
    }

    private void Listen()
    {
        var scope = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, scope) && instrument.Name is "proxycapi.event.outcomes" or "proxycapi.failures")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag.Key is "proxycapi.reason" or "proxycapi.room")
                {
                    _ended.AddOrUpdate((string)tag.Value!, (int)value, (_, sum) => sum + (int)value);
                }
            }
        });
        _listener.Start();
    }
}
