using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ProxyCapi.Configuration;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;
using ProxyCapi.Diagnostics.Stories;
using ProxyCapi.Storage;

namespace ProxyCapi.Tests.Delivery;

/// <summary>
/// A running sender over the real store in a folder of its own, on a clock that only the test moves. The clock is moved only while everybody waits
/// for it, so that nothing depends on how fast this machine is.
/// </summary>
internal sealed class SenderHarness : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, int> _ended = new();
    private readonly HashSet<string> _pixels = new(StringComparer.OrdinalIgnoreCase);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("proxycapi-sender-");
    private readonly LaneDoorbells _doorbells = new();
    private readonly Outbox _outbox;
    private readonly StopReserve _reserve;
    private readonly SqliteOutboxStore _disk;
    private int _next;
    private int _active;
    private bool _isStarted;

    public SenderHarness(Action<ProxyCapiOptions>? configure = null, params string[] pixels)
    {
        Rules = new ActiveRuleSet(RuleSet(configure, "token", pixels));
        Metrics = new ProxyCapiMetrics(_services.GetRequiredService<IMeterFactory>());
        Listen();
        _disk = new SqliteOutboxStore(
            new StoreFolder(_folder.FullName), new SqliteSettings(), () => Rules.Current.Options.Delivery, _doorbells, Metrics, Time, NullLogger<SqliteOutboxStore>.Instance);
        Store = new ResilientOutboxStore(
            _disk, new MemoryOutboxStore(() => Rules.Current.Options.Delivery, Metrics, Time), Metrics, Time, NullLogger<ResilientOutboxStore>.Instance);
        Clock = new TrustedClock(Time, NullLogger<TrustedClock>.Instance);
        _outbox = new Outbox(Store, _doorbells);
        var delivery = new BatchDelivery(
            Store, new BatchPoster(new GraphClient(Graph, Time), Metrics, Time), Clock, _doorbells, new DeliveryStories(Stories, Metrics, Time), Metrics, Time, NullLogger<BatchDelivery>.Instance);
        _reserve = new StopReserve(() => Reserve, Time);
        Sender = new OutboxSender(Store, delivery, _doorbells, Rules, Metrics, Time, new Jitter(new Random(1)), _reserve, NullLogger<OutboxSender>.Instance);
    }

    /// <summary>What a stop has for itself when the host's time is over. Nothing, so that a test's end waits for nobody.</summary>
    public TimeSpan Reserve { get; set; }

    public SteppedClock Time { get; } = new();

    public ScriptedGraph Graph { get; } = new();

    public EventStories Stories { get; } = new(100);

    public ActiveRuleSet Rules { get; }

    public ProxyCapiMetrics Metrics { get; }

    public TrustedClock Clock { get; }

    public ResilientOutboxStore Store { get; }

    public OutboxSender Sender { get; }

    /// <summary>The dead letters, oldest first.</summary>
    public async Task<IReadOnlyList<(string EventId, string? Reason, int? Subcode)>> DeadLettersAsync() => (await _disk.WriteAsync(session =>
    {
        var found = new List<(string, string?, int?)>();
        using var command = session.CreateCommand($"SELECT {SealedRow.Columns} FROM item WHERE state = 2 ORDER BY due, id");
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var row = SealedRow.Of(rows);
            found.Add((row.Open(session.Keys)!.Item.EventId, row.Reason, row.Subcode));
        }

        return found;
    }))!;

    /// <summary>What the operator reads beside the events that are in the outbox.</summary>
    public async Task<IReadOnlyList<string?>> NotesAsync() => (await _disk.WriteAsync(session =>
    {
        var found = new List<string?>();
        using var command = session.CreateCommand("SELECT note FROM item ORDER BY id");
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            found.Add(rows.IsDBNull(0) ? null : rows.GetString(0));
        }

        return found;
    }))!;

    /// <summary>The sender will have loops for a pixel that is not configured.</summary>
    public void Know(string pixel) => _pixels.Add(pixel);

    public int Ended(string reason) => _ended.GetValueOrDefault(reason);

    public static RuleSet RuleSet(Action<ProxyCapiOptions>? configure, string token, params string[] pixels)
    {
        var options = new ProxyCapiOptions { Delivery = { MoneyLinger = TimeSpan.Zero, Linger = TimeSpan.Zero, MinFreeBytes = 0 } };
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
        // One after the other would be one commit each; all at once keeps their order all the same.
        var writes = Enumerable.Range(0, count).Select(_ => EnqueueAsync(Item(lane: lane, name: lane == Lane.Money ? "Purchase" : "ViewContent")).AsTask()).ToArray();
        await Task.WhenAll(writes);
    }

    public async Task StartAsync()
    {
        await Sender.StartAsync(CancellationToken.None);
        _isStarted = true;
    }

    /// <summary>Puts another configuration in force.</summary>
    public void Reload(Action<ProxyCapiOptions>? configure, string token, params string[] pixels) => Rules.Replace(RuleSet(configure, token, pixels));

    /// <summary>Lets the sender work, and moves the clock on whenever everybody waits for it, until something has happened.</summary>
    /// <param name="happened">What is waited for.</param>
    /// <param name="most">The longest step of the clock.</param>
    public Task UntilAsync(Func<bool> happened, TimeSpan? most = null) => WatchAsync(happened, () =>
    {
        // Asked again once nothing moves any more: it may have happened since, and the next step would pass it by.
        if (IsIdle() && !happened())
        {
            Time.Step(most ?? TimeSpan.FromSeconds(1));
        }
    });

    /// <summary>Lets the sender work until everybody waits for the clock.</summary>
    public Task UntilIdleAsync() => WatchAsync(IsIdle, () => { });

    // On a thread of its own: a loop that yields inside the pool would keep the pool from everybody else's work.
    private Task WatchAsync(Func<bool> happened, Action otherwise) => Task.Factory.StartNew(
        () =>
        {
            var started = Stopwatch.GetTimestamp();
            while (!happened())
            {
                otherwise();
                Thread.Yield();
                Assert.True(
                    Stopwatch.GetElapsedTime(started) < Patience,
                    $"It did not happen by {Time.GetUtcNow():u}. Ended: {string.Join(", ", _ended.Select(pair => $"{pair.Key}={pair.Value}"))}; requests: {Graph.Requests.Count}; pauses: {Time.Waiting}, batches: {_active}, answering: {Graph.IsAnswering}.");
            }
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await Sender.StopAsync(now.Token);
        Sender.Dispose();
        _reserve.Dispose();
        await Store.CloseAsync();
        _listener.Dispose();
        Metrics.Dispose();
        Rules.Dispose();
        Graph.Dispose();
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    // The sender looks for pixels it does not know, each loop waits for its bell or a pause, and each batch for an answer or a pause: then, and only then, all of them wait for the clock.
    private bool IsIdle()
    {
        _pixels.UnionWith(Rules.Current.Pixels.Keys);

        // Not all can be read at once: what a request moves while it is read is no picture of any moment.
        var turns = Graph.Turns;
        return _isStarted && !Graph.IsAnswering && !_doorbells.IsWaking && Time.Waiting == 1 + (2 * _pixels.Count) + Volatile.Read(ref _active) && Graph.Turns == turns;
    }

    private void Listen()
    {
        var scope = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, scope) && instrument.Name is "proxycapi.event.outcomes" or "proxycapi.failures" or "proxycapi.send.active")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (instrument.Name == "proxycapi.send.active")
            {
                Interlocked.Add(ref _active, (int)value);
                return;
            }

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
