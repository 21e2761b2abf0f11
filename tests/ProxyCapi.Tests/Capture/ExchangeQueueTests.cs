using System.Diagnostics.Metrics;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Tests.Capture;

public class ExchangeQueueTests
{
    private static readonly string[] Events = ["ViewContent", "AddToCart", "Lead", "Purchase"];

    [Fact]
    public void Queue_AnyWritesAndReads_BehavesAsTheModel()
    {
        var operation = Gen.Select(Gen.Int[-2, 3], Gen.Int[0, 50]);
        Gen.Select(operation.Array[0, 60], Gen.Int[1, 6], Gen.Int[10, 120]).Sample((operations, length, bytes) =>
        {
            using var fixture = new Fixture(length, bytes);
            var model = new List<(int Class, Exchange Exchange)>();
            var shed = 0;
            foreach (var (kind, size) in operations)
            {
                if (kind < 0)
                {
                    var next = model.OrderByDescending(item => item.Class).Select(item => item.Exchange).FirstOrDefault();
                    Assert.Equal(next is not null, fixture.Queue.TryRead(out var read));
                    Assert.Same(next, read);
                    model.RemoveAll(item => item.Exchange == next);
                    continue;
                }

                var exchange = CaptureTestRules.Exchange(Events[kind], new byte[size]);
                var isAdmitted = Admit(model, exchange, kind, length, bytes, ref shed);
                Assert.Equal(isAdmitted, fixture.Queue.TryWrite(exchange));
                Assert.Equal(model.Count, fixture.Queue.Length);
                Assert.Equal(model.Sum(item => item.Exchange.Size), fixture.Queue.Bytes);
            }

            Assert.Equal(shed, fixture.Ended("queue_full"));
        });
    }

    [Fact]
    public void TryWrite_PurchaseOnFullQueue_OldestViewGoesAndItsMemory()
    {
        using var fixture = new Fixture(2, 1000);
        var pool = new CountingPool();
        var oldest = WithPooledBody("ViewContent", pool);
        var younger = WithPooledBody("ViewContent", pool);
        var purchase = WithPooledBody("Purchase", pool);

        Assert.True(fixture.Queue.TryWrite(oldest));
        Assert.True(fixture.Queue.TryWrite(younger));
        Assert.True(fixture.Queue.TryWrite(purchase));

        Assert.Equal(2, pool.Outstanding);
        Assert.True(fixture.Queue.TryRead(out var first));
        Assert.Same(purchase, first);
        Assert.True(fixture.Queue.TryRead(out var second));
        Assert.Same(younger, second);
        Assert.Equal(1, fixture.Ended("queue_full"));
    }

    [Fact]
    public void TryWrite_ViewOnFullQueue_IsRefusedAndItsMemoryGivenBack()
    {
        using var fixture = new Fixture(1, 1000);
        var pool = new CountingPool();
        fixture.Queue.TryWrite(CaptureTestRules.Exchange("ViewContent"));

        Assert.False(fixture.Queue.TryWrite(WithPooledBody("ViewContent", pool)));

        Assert.Equal(0, pool.Outstanding);
        Assert.Equal(1, fixture.Ended("queue_full"));
    }

    [Fact]
    public void TryWrite_EventThatTheOperatorCallsMoney_IsInTheHighestClass()
    {
        using var fixture = new Fixture(1, 1000, "ViewContent");
        fixture.Queue.TryWrite(CaptureTestRules.Exchange("Lead"));

        Assert.True(fixture.Queue.TryWrite(CaptureTestRules.Exchange("ViewContent")));
    }

    [Fact]
    public async Task ReadAll_WaitingReader_GetsWhatComesAndEndsWithTheQueue()
    {
        using var fixture = new Fixture(100, 1000);
        var read = new List<Exchange>();
        var reader = InThread(() =>
        {
            foreach (var exchange in fixture.Queue.ReadAll())
            {
                read.Add(exchange);
            }
        });

        var written = new List<Exchange>();
        for (var i = 0; i < 50; i++)
        {
            written.Add(CaptureTestRules.Exchange("Purchase"));
            Assert.True(fixture.Queue.TryWrite(written[^1]));
            await Task.Yield();
        }

        fixture.Queue.Complete();
        await reader.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(written, read);
    }

    [Fact]
    public async Task ReadAll_SeveralReaders_EachExchangeIsReadOnceAndAllEnd()
    {
        using var fixture = new Fixture(1000, 100_000);
        var read = new System.Collections.Concurrent.ConcurrentBag<Exchange>();
        var readers = Enumerable.Range(0, 3).Select(_ => InThread(() =>
        {
            foreach (var exchange in fixture.Queue.ReadAll())
            {
                read.Add(exchange);
            }
        })).ToArray();

        var written = Enumerable.Range(0, 200).Select(_ => CaptureTestRules.Exchange("Purchase")).ToHashSet();
        foreach (var exchange in written)
        {
            Assert.True(fixture.Queue.TryWrite(exchange));
        }

        fixture.Queue.Complete();
        await Task.WhenAll(readers).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(200, read.Count);
        Assert.Superset(written, read.ToHashSet());
    }

    [Fact]
    public async Task TryWrite_Concurrent_NoneLostNoneTwice()
    {
        using var fixture = new Fixture(64, 100_000);
        var read = 0;
        var reader = InThread(() =>
        {
            foreach (var exchange in fixture.Queue.ReadAll())
            {
                exchange.Dispose();
                read++;
            }
        });
        var pool = new CountingPool();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                fixture.Queue.TryWrite(WithPooledBody(Events[(n + i) % 4], pool));
            }
        })));
        fixture.Queue.Complete();
        await reader.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(2000, read + fixture.Ended("queue_full"));
        Assert.Equal(0, pool.Outstanding);
        Assert.Equal(0, fixture.Queue.Length);
        Assert.Equal(0, fixture.Queue.Bytes);
    }

    [Fact]
    public void TryWrite_AfterComplete_EndsAsStopped()
    {
        using var fixture = new Fixture(10, 1000);
        fixture.Queue.Complete();

        Assert.False(fixture.Queue.TryWrite(CaptureTestRules.Exchange("Purchase")));

        Assert.Equal(1, fixture.Ended("stopped"));
    }

    private static bool Admit(List<(int Class, Exchange Exchange)> model, Exchange exchange, int kind, int length, int bytes, ref int shed)
    {
        var stay = model.Where(item => item.Class >= kind).ToList();
        if (stay.Count + 1 > length || stay.Sum(item => item.Exchange.Size) + exchange.Size > bytes)
        {
            shed++;
            return false;
        }

        while (model.Count + 1 > length || model.Sum(item => item.Exchange.Size) + exchange.Size > bytes)
        {
            model.Remove(model.MinBy(item => item.Class));
            shed++;
        }

        model.Add((kind, exchange));
        return true;
    }

    private static Exchange WithPooledBody(string eventName, CountingPool pool)
    {
        var source = CaptureTestRules.Exchange(eventName);
        return new Exchange
        {
            ReceivedAt = source.ReceivedAt,
            Method = source.Method,
            Scheme = source.Scheme,
            Host = source.Host,
            Path = source.Path,
            QueryString = source.QueryString,
            RequestHeaders = source.RequestHeaders,
            StatusCode = source.StatusCode,
            ResponseHeaders = source.ResponseHeaders,
            Matches = source.Matches,
            ResponseBody = CapturedBody.FromBlocks([pool.Rent(16)], 10, false, null, null, pool),
        };
    }

    private static Task InThread(Action read) => Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private sealed class Fixture : IDisposable
    {
        private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        private readonly ProxyCapiMetrics _metrics;
        private readonly MetricCollector<long> _outcomes;

        public Fixture(int length, long bytes, params string[] money)
        {
            var meters = _services.GetRequiredService<IMeterFactory>();
            _metrics = new ProxyCapiMetrics(meters);
            _outcomes = new MetricCollector<long>(meters, ProxyCapiTelemetry.MeterName, "proxycapi.exchange.outcomes");
            var options = new ProxyCapiOptions { Capture = { QueueLength = length, QueueBytes = bytes }, Delivery = { MoneyEvents = [.. money] } };
            Queue = new ExchangeQueue(new ActiveRuleSet(CaptureTestRules.RuleSet(options)), _metrics);
        }

        public ExchangeQueue Queue { get; }

        public int Ended(string reason) =>
            _outcomes.GetMeasurementSnapshot().Count(m => Equals(m.Tags[ProxyCapiMetrics.ReasonTag], reason));

        public void Dispose()
        {
            _outcomes.Dispose();
            _metrics.Dispose();
            _services.Dispose();
        }
    }
}
