using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.Time.Testing;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Conversions;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;
using ProxyCapi.Diagnostics.Site;
using ProxyCapi.Extraction;
using ProxyCapi.Pipeline;

namespace ProxyCapi.Tests.Pipeline;

/// <summary>Between the queue and the outbox: many commits at once, the books, and who is told that the events are on disk.</summary>
public sealed class ExchangeProcessorTests : IAsyncLifetime, IDisposable
{
    private const int MostEnqueues = 256;

    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(10);

    private readonly ServiceProvider _provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider _clock = new();
    private readonly HeldOutbox _outbox = new();
    private readonly ProxyCapiMetrics _metrics;
    private readonly MetricCollector<long> _exchanges;
    private readonly MetricCollector<long> _events;
    private readonly MetricCollector<long> _waits;
    private readonly ActiveRuleSet _rules;
    private readonly ExchangeQueue _queue;
    private readonly StopReserve _reserve;
    private readonly ExchangeProcessor _processor;
    private readonly CaptureServices _capture;

    public ExchangeProcessorTests()
    {
        var meters = _provider.GetRequiredService<IMeterFactory>();
        _exchanges = new(meters, ProxyCapiTelemetry.MeterName, "proxycapi.exchange.outcomes");
        _events = new(meters, ProxyCapiTelemetry.MeterName, "proxycapi.event.outcomes");
        _waits = new(meters, ProxyCapiTelemetry.MeterName, "proxycapi.durable.waits");
        _metrics = new ProxyCapiMetrics(meters);
        var compiled = new RuleSetCompiler().Compile(Options());
        Assert.Empty(compiled.Failures);
        _rules = new ActiveRuleSet(compiled.RuleSet!);
        _queue = new ExchangeQueue(_rules, _metrics);
        _capture = new CaptureServices(_queue, _metrics, _clock, NullLogger<CaptureServices>.Instance);
        _reserve = new StopReserve(() => Reserve, _clock);
        _processor = new ExchangeProcessor(
            _queue,
            new ExchangeReader(_metrics, NullLogger<ExchangeReader>.Instance),
            new ServerEventFactory([], _metrics, _clock, NullLogger<ServerEventFactory>.Instance),
            _outbox,
            _rules,
            _metrics,
            _clock,
            _reserve,
            StoryWriter.Off,
            new SiteObservations(_clock),
            NullLogger<ExchangeProcessor>.Instance);
    }

    public Task InitializeAsync() => _processor.StartAsync(CancellationToken.None);

    public async Task DisposeAsync() => await _processor.StopAsync(CancellationToken.None);

    public void Dispose()
    {
        _processor.Dispose();
        _reserve.Dispose();
        _rules.Dispose();
        _exchanges.Dispose();
        _events.Dispose();
        _waits.Dispose();
        _metrics.Dispose();
        _provider.Dispose();
    }

    [Fact]
    public async Task Enqueue_CommitsHang_LaterExchangesAreReadUpToTheLimit()
    {
        const int Exchanges = MostEnqueues + 40;
        for (var i = 0; i < Exchanges; i++)
        {
            Assert.True(_queue.TryWrite(Exchange(i)));
        }

        var commits = new Queue<TaskCompletionSource<EnqueueResult>>();
        for (var i = 0; i < MostEnqueues; i++)
        {
            commits.Enqueue(await _outbox.NextAsync());
        }

        for (var i = MostEnqueues; i < Exchanges; i++)
        {
            commits.Dequeue().SetResult(EnqueueResult.Stored);
            commits.Enqueue(await _outbox.NextAsync());
        }

        Assert.Equal(MostEnqueues, _outbox.Peak);
        foreach (var commit in commits)
        {
            commit.SetResult(EnqueueResult.Stored);
        }

        await _exchanges.WaitForMeasurementsAsync(Exchanges, TimeSpan.FromSeconds(60));
        Assert.All(_exchanges.GetMeasurementSnapshot(), outcome => Assert.Equal("converted", outcome.Tags[ProxyCapiMetrics.ReasonTag]));
        Assert.Empty(_events.GetMeasurementSnapshot());
    }

    [Fact]
    public async Task Stop_CommitUnderWay_WaitsForIt()
    {
        _queue.TryWrite(Exchange(1));
        var commit = await _outbox.NextAsync();
        await _exchanges.WaitForMeasurementsAsync(1, TimeSpan.FromSeconds(60));
        var stop = _processor.StopAsync(CancellationToken.None);

        Assert.False(stop.IsCompleted);
        commit.SetResult(EnqueueResult.Duplicate);
        await stop;
        Assert.Equal("duplicate", Assert.Single(_events.GetMeasurementSnapshot()).Tags[ProxyCapiMetrics.ReasonTag]);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Stop_HostsTimeIsUsedUp_ReadsTheRestUntilTheReserveIsUsedUpToo(bool isReserveUsedUp, bool isAllRead)
    {
        const int Exchanges = MostEnqueues + 40;
        for (var i = 0; i < Exchanges; i++)
        {
            Assert.True(_queue.TryWrite(Exchange(i)));
        }

        var commits = new List<TaskCompletionSource<EnqueueResult>>();
        while (commits.Count < MostEnqueues)
        {
            commits.Add(await _outbox.NextAsync());
        }

        var stop = _processor.StopAsync(new CancellationToken(canceled: true));
        if (isReserveUsedUp)
        {
            _clock.Advance(Reserve);
        }

        commits.ForEach(commit => commit.SetResult(EnqueueResult.Duplicate));
        for (var next = _outbox.NextAsync(); await Task.WhenAny(next, stop) == next; next = _outbox.NextAsync())
        {
            (await next).SetResult(EnqueueResult.Duplicate);
        }

        await stop;
        var ends = _exchanges.GetMeasurementSnapshot().Select(outcome => outcome.Tags[ProxyCapiMetrics.ReasonTag]).ToArray();
        Assert.Equal(Exchanges, ends.Length);
        Assert.Equal(isAllRead, !ends.Contains("stopped"));
    }

    [Theory]
    [InlineData("Stored", "committed", null)]
    [InlineData("StoredInMemory", "not_durable", null)]
    [InlineData("Duplicate", "committed", "duplicate")]
    [InlineData("DuplicateInMemory", "not_durable", "duplicate")]
    [InlineData("Shed", "not_durable", "queue_full")]
    [InlineData("Throws", "not_durable", "error")]
    public async Task Durability_EventReachedTheOutbox_SaysWhetherItIsOnDisk(string result, string expected, string? reason)
    {
        var durability = new Durability(TimeSpan.FromSeconds(1), _capture);
        _queue.TryWrite(Exchange(1, durability: durability));
        var commit = await _outbox.NextAsync();
        await _exchanges.WaitForMeasurementsAsync(1, TimeSpan.FromSeconds(60));
        var wait = durability.WaitAsync().AsTask();
        Assert.False(wait.IsCompleted);
        if (result == "Throws")
        {
            commit.SetException(new IOException());
        }
        else
        {
            commit.SetResult(Enum.Parse<EnqueueResult>(result));
        }

        await wait;
        Assert.Equal(expected, Result());
        Assert.Equal(reason is null ? [] : [reason], _events.GetMeasurementSnapshot().Select(outcome => (string)outcome.Tags[ProxyCapiMetrics.ReasonTag]!));
    }

    [Fact]
    public async Task Shadow_EventIsCreated_EndsBeforeTheOutbox()
    {
        var options = Options();
        options.Mode = ProxyCapiMode.Shadow;
        _rules.Replace(new RuleSetCompiler().Compile(options).RuleSet!);
        _queue.TryWrite(Exchange(1));
        await _exchanges.WaitForMeasurementsAsync(1, TimeSpan.FromSeconds(60));

        Assert.Equal("converted", Assert.Single(_exchanges.GetMeasurementSnapshot()).Tags[ProxyCapiMetrics.ReasonTag]);
        Assert.Equal("shadow", Assert.Single(_events.GetMeasurementSnapshot()).Tags[ProxyCapiMetrics.ReasonTag]);
        Assert.Equal(0, _outbox.Peak);
    }

    [Fact]
    public async Task Durability_RuleFindsNothing_SaysSo()
    {
        var durability = new Durability(TimeSpan.FromSeconds(1), _capture);
        _queue.TryWrite(Exchange(1, query: "?failed=1", durability));
        await durability.WaitAsync();

        Assert.Equal("nothing", Result());
    }

    [Fact]
    public async Task Durability_TwoPixels_WaitsForBoth()
    {
        var durability = new Durability(TimeSpan.FromSeconds(1), _capture);
        _rules.Replace(new RuleSetCompiler().Compile(Options("main", "second")).RuleSet!);
        _queue.TryWrite(Exchange(1, durability: durability));
        var wait = durability.WaitAsync().AsTask();
        var (first, second) = (await _outbox.NextAsync(), await _outbox.NextAsync());
        first.SetResult(EnqueueResult.Stored);
        Assert.False(wait.IsCompleted);
        second.SetResult(EnqueueResult.Stored);

        await wait;
        Assert.Equal("committed", Result());
    }

    private static ProxyCapiOptions Options(params string[] pixels)
    {
        var options = new ProxyCapiOptions
        {
            Rules =
            {
                ["purchase"] = new RuleOptions
                {
                    Event = "Purchase",
                    Match = { Path = "/thanks/{id}" },
                    Unless = { "query:failed" },
                    CustomData = { ["order_id"] = "{route:id}", ["value"] = "17.50", ["currency"] = "EUR" },
                    UserData = { ["em"] = "buyer@shop.example" },
                },
            },
        };
        foreach (var pixel in pixels.Length > 0 ? pixels : ["main"])
        {
            options.Pixels[pixel] = new PixelOptions { Id = "1" + options.Pixels.Count, AccessToken = "token" };
        }

        return options;
    }

    private Exchange Exchange(int order, string query = "", Durability? durability = null) => new()
    {
        ReceivedAt = _clock.GetUtcNow(),
        Method = "GET",
        Scheme = "https",
        Host = "shop.example",
        Path = "/thanks/" + order,
        QueryString = query,
        RequestHeaders = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase) { ["User-Agent"] = "Mozilla/5.0" },
        StatusCode = 200,
        ResponseHeaders = ReadOnlyFields<StringValues>.Empty,
        ResponseBody = CapturedBody.FromBytes("<p>Thanks</p>"u8.ToArray(), "text/html"),
        Matches = [new RuleMatch(_rules.Current.Rules[0], new Dictionary<string, string> { ["id"] = order.ToString(CultureInfo.InvariantCulture) })],
        Durability = durability,
    };

    private string Result() => (string)Assert.Single(_waits.GetMeasurementSnapshot()).Tags[ProxyCapiMetrics.DurableResultTag]!;
}
