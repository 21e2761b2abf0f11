using System.Diagnostics.Metrics;
using System.IO.Pipelines;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Diagnostics;
using Yarp.ReverseProxy.Transforms;

namespace ProxyCapi.Tests.Capture;

/// <summary>The end of an answer waits for its events, where a rule asks for it; everything else goes through as ever.</summary>
public sealed class DurableBodyTests : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(250);
    private static readonly byte[] Order = "<p>Thanks for order 17.</p>"u8.ToArray();

    private readonly ServiceProvider _provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider _clock = new();
    private readonly ProxyCapiMetrics _metrics;
    private readonly MetricCollector<long> _waits;
    private readonly MetricCollector<double> _durations;

    public DurableBodyTests()
    {
        var meters = _provider.GetRequiredService<IMeterFactory>();
        _waits = new(meters, ProxyCapiTelemetry.MeterName, "proxycapi.durable.waits");
        _durations = new(meters, ProxyCapiTelemetry.MeterName, "proxycapi.durable.wait.duration");
        _metrics = new ProxyCapiMetrics(meters);
    }

    public void Dispose()
    {
        _waits.Dispose();
        _durations.Dispose();
        _metrics.Dispose();
        _provider.Dispose();
    }

    [Fact]
    public async Task Answer_AnyChunksAndReader_ClientAndCaptureHaveTheSameBytes()
    {
        var pool = new CountingPool();
        var cases = Gen.Select(Gen.Byte.Array[0, 400].Array[0, 12], Gen.Int[1, 900], Gen.Bool, Gen.Bool, Gen.Bool);
        await cases.SampleAsync(async sample =>
        {
            var (chunks, size, isDeclared, isHttp10, isBlocking) = sample;
            var expected = chunks.SelectMany(chunk => chunk).ToArray();
            using var fixture = new CaptureFixture(_metrics, new(), CaptureTestRules.Rule(awaitDurable: Timeout)) { Pool = pool, Clock = _clock };
            var captured = Task.Run(() => CommitAllAsync(fixture.Queue));
            using var answer = await AnswerAsync(fixture, new ChunkedStream(chunks), isDeclared ? expected.Length : null, isHttp10 ? "HTTP/1.0" : "HTTP/1.1");
            await using var stream = await answer.Content.ReadAsStreamAsync();

            Assert.Equal(expected, await ReadToEndAsync(stream, new byte[size], isBlocking));
            fixture.Queue.Complete();
            Assert.Equal(expected, Assert.Single(await captured));
        });
        Assert.Equal(0, pool.Outstanding);
    }

    [Theory]
    [InlineData("HTTP/1.1", true, 1)]
    [InlineData("HTTP/2", true, 1)]
    [InlineData("HTTP/1.0", true, 1)]
    [InlineData("HTTP/1.0", false, 1)]
    [InlineData("HTTP/1.1", false, 0)]
    [InlineData("HTTP/2", false, 0)]
    public async Task Answer_CommitHangs_OnlyItsEndWaits(string protocol, bool isDeclared, int waiting)
    {
        using var fixture = Fixture();
        using var answer = await AnswerAsync(fixture, new ChunkedStream([Order[..10], Order[10..]]), isDeclared ? Order.Length : null, protocol);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        var before = new byte[Order.Length - waiting];
        await stream.ReadExactlyAsync(before);
        var rest = ReadToEndAsync(stream, new byte[100]);

        Assert.Equal(Order[..^waiting], before);
        using var exchange = await TakeAsync(fixture.Queue);
        Assert.False(rest.IsCompleted);
        Assert.False(exchange.ResponseBody.IsTruncated);
        exchange.TakeDurability()!.Settle(DurableResult.Committed);
        Assert.Equal(Order[^waiting..], await rest);
        Assert.Equal(["committed"], Results());
    }

    [Fact]
    public async Task Answer_OfOneByte_WaitsWithIt()
    {
        using var fixture = Fixture();
        using var answer = await AnswerAsync(fixture, new ChunkedStream([[42]]), 1);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        var whole = ReadToEndAsync(stream, new byte[100]);

        Assert.False(whole.IsCompleted);
        await SettleAsync(fixture, DurableResult.Committed);
        Assert.Equal([42], await whole);
    }

    // An older proxy in front of us is told the end by the close alone; what the site has sent must not wait for more of it.
    [Fact]
    public async Task Answer_NoEndMarkAndThePageComesInPieces_EachIsPassedOnButForOneByte()
    {
        using var fixture = Fixture();
        var site = new Pipe();
        using var answer = await AnswerAsync(fixture, site.Reader.AsStream(), null, "HTTP/1.0");
        await using var stream = await answer.Content.ReadAsStreamAsync();
        var buffer = new byte[100];
        await site.Writer.WriteAsync("a"u8.ToArray());
        Assert.Equal(1, await stream.ReadAsync(buffer));
        await site.Writer.WriteAsync("bcd"u8.ToArray());
        Assert.Equal(2, await stream.ReadAsync(buffer));
        await site.Writer.WriteAsync("e"u8.ToArray());
        Assert.Equal(1, await stream.ReadAsync(buffer));
        Assert.Equal((byte)'d', buffer[0]);
        await site.Writer.CompleteAsync();
        var rest = ReadToEndAsync(stream, buffer);

        Assert.False(rest.IsCompleted);
        await SettleAsync(fixture, DurableResult.Committed);
        Assert.Equal("e"u8.ToArray(), await rest);
    }

    [Fact]
    public async Task Wait_TimeIsUp_EndGoesOutAndIsCounted()
    {
        using var fixture = Fixture(CaptureTestRules.Rule("slow", awaitDurable: Timeout), CaptureTestRules.Rule("fast", awaitDurable: Timeout / 5), CaptureTestRules.Rule("none"));
        using var answer = await AnswerAsync(fixture, new ChunkedStream([Order]), Order.Length);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        var whole = ReadToEndAsync(stream, new byte[100]);
        _clock.Advance(Timeout - TimeSpan.FromMilliseconds(1));
        Assert.False(whole.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(Order, await whole);
        Assert.Equal(["timeout"], Results());
        Assert.Equal(Timeout.TotalSeconds, Assert.Single(_durations.GetMeasurementSnapshot()).Value);
        await SettleAsync(fixture, DurableResult.Committed);
    }

    [Theory]
    [InlineData("Committed", "committed")]
    [InlineData("Nothing", "nothing")]
    [InlineData("NotDurable", "not_durable")]
    [InlineData(null, "not_durable")]
    public async Task Wait_ExchangeHasEnded_EndGoesOutAtOnceAndIsCounted(string? result, string expected)
    {
        using var fixture = Fixture();
        using var answer = await AnswerAsync(fixture, new ChunkedStream([Order]), Order.Length);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        var whole = ReadToEndAsync(stream, new byte[100]);
        await SettleAsync(fixture, result is null ? null : Enum.Parse<DurableResult>(result));

        Assert.Equal(Order, await whole);
        Assert.Equal([expected], Results());
    }

    [Fact]
    public async Task Wait_NoRoomInTheQueue_EndGoesOutAtOnce()
    {
        using var fixture = Fixture();
        fixture.Queue.Complete();
        using var answer = await AnswerAsync(fixture, new ChunkedStream([Order]), Order.Length);
        await using var stream = await answer.Content.ReadAsStreamAsync();

        Assert.Equal(Order, await ReadToEndAsync(stream, new byte[100]));
        Assert.Equal(["not_durable"], Results());
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Answer_LargerThanTheLimit_NeverWaits(bool isDeclared, bool readsThePage)
    {
        var page = new byte[5000];
        using var fixture = new CaptureFixture(
            _metrics, new() { Capture = { MaxResponseBytes = 4096 } }, CaptureTestRules.Rule(response: readsThePage, awaitDurable: Timeout))
        {
            Clock = _clock,
        };
        using var answer = await AnswerAsync(fixture, new ChunkedStream([page]), isDeclared ? page.Length : null);
        await using var stream = await answer.Content.ReadAsStreamAsync();

        Assert.Equal(page, await ReadToEndAsync(stream, new byte[1000]));
        Assert.Empty(Results());
        Assert.Equal(!readsThePage, fixture.Queue.TryRead(out var exchange));
        exchange?.Dispose();
    }

    [Fact]
    public async Task Answer_ReadByABlockedThread_DoesNotWait()
    {
        using var fixture = Fixture();
        using var answer = await AnswerAsync(fixture, new ChunkedStream([Order]), Order.Length);
        await using var stream = await answer.Content.ReadAsStreamAsync();

        Assert.Equal(Order, await ReadToEndAsync(stream, new byte[100], isBlocking: true));
        Assert.Empty(Results());
        await SettleAsync(fixture, DurableResult.Committed);
    }

    [Fact]
    public async Task Answer_NoRuleThatFitsAsks_IsReadByThePlainTee()
    {
        using var fixture = Fixture(CaptureTestRules.Rule(), CaptureTestRules.Rule("json", match: new() { ContentTypes = ["application/json"] }, awaitDurable: Timeout));
        using var answer = await AnswerAsync(fixture, new ChunkedStream([Order]), Order.Length);

        Assert.IsType<ResponseBodyTee>(await answer.Content.ReadAsStreamAsync());
    }

    private CaptureFixture Fixture(params CompiledRule[] rules) =>
        new(_metrics, new(), rules.Length > 0 ? rules : [CaptureTestRules.Rule(awaitDurable: Timeout)]) { Clock = _clock };

    private static async Task<HttpResponseMessage> AnswerAsync(CaptureFixture fixture, Stream body, long? length, string protocol = "HTTP/1.1")
    {
        var context = CaptureFixture.Context("/");
        context.Request.Protocol = protocol;
        var answer = CaptureFixture.Page(body);
        answer.Content.Headers.ContentLength = length;
        await fixture.Request.ApplyAsync(new RequestTransformContext { HttpContext = context });
        await fixture.Response.ApplyAsync(new ResponseTransformContext { HttpContext = context, ProxyResponse = answer });
        return answer;
    }

    private static async Task SettleAsync(CaptureFixture fixture, DurableResult? result)
    {
        using var exchange = await TakeAsync(fixture.Queue);
        if (result is { } known)
        {
            exchange.TakeDurability()!.Settle(known);
        }
    }

    /// <summary>Waits for the exchange that is handed over.</summary>
    private static Task<Exchange> TakeAsync(ExchangeQueue queue) => InThread(() => queue.ReadAll().First());

    private static Task<T> InThread<T>(Func<T> read) =>
        Task.Factory.StartNew(read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static Task<List<byte[]>> CommitAllAsync(ExchangeQueue queue) => InThread(() =>
    {
        var captured = new List<byte[]>();
        foreach (var exchange in queue.ReadAll())
        {
            using var copy = new MemoryStream();
            exchange.ResponseBody.OpenRead().CopyTo(copy);
            captured.Add(copy.ToArray());
            exchange.TakeDurability()!.Settle(DurableResult.Committed);
            exchange.Dispose();
        }

        return captured;
    });

    /// <summary>Reads as YARP does: asks with an empty buffer first.</summary>
    private static async Task<byte[]> ReadToEndAsync(Stream stream, byte[] buffer, bool isBlocking = false)
    {
        using var whole = new MemoryStream();
        while (true)
        {
            Assert.Equal(0, isBlocking ? stream.Read(Span<byte>.Empty) : await stream.ReadAsync(Memory<byte>.Empty));
            var count = isBlocking ? stream.Read(buffer.AsSpan()) : await stream.ReadAsync(buffer);
            if (count == 0)
            {
                return whole.ToArray();
            }

            whole.Write(buffer, 0, count);
        }
    }

    private IEnumerable<string> Results() => _waits.GetMeasurementSnapshot().Select(wait => (string)wait.Tags[ProxyCapiMetrics.DurableResultTag]!);
}
