using System.Buffers;
using System.Diagnostics.Metrics;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Diagnostics;
using Yarp.ReverseProxy.Transforms;

namespace ProxyCapi.Tests.Capture;

public sealed class CaptureTransformTests : IDisposable
{
    private readonly ServiceProvider _provider = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ProxyCapiMetrics _metrics;

    public CaptureTransformTests() => _metrics = new ProxyCapiMetrics(_provider.GetRequiredService<IMeterFactory>());

    public void Dispose()
    {
        _metrics.Dispose();
        _provider.Dispose();
    }

    [Theory]
    [InlineData(ProxyCapiMode.Live)]
    [InlineData(ProxyCapiMode.Off)]
    public void Transforms_NoRuleFits_AllocateNothing(ProxyCapiMode mode)
    {
        using var fixture = new CaptureFixture(_metrics, new() { Mode = mode }, CaptureTestRules.Rule(match: new() { Path = "/thanks/{id}" }));
        var context = CaptureFixture.Context("/products/17");
        using var answer = new HttpResponseMessage();
        var request = new RequestTransformContext { HttpContext = context };
        var response = new ResponseTransformContext { HttpContext = context, ProxyResponse = answer };

        Assert.Equal(0, Allocated(() =>
        {
            Assert.True(fixture.Request.ApplyAsync(request).AsTask().IsCompletedSuccessfully);
            Assert.True(fixture.Response.ApplyAsync(response).AsTask().IsCompletedSuccessfully);
        }));
    }

    [Fact]
    public async Task Answer_AnyChunks_ClientAndCaptureHaveTheSameBytes()
    {
        var pool = new CountingPool();
        await Gen.Byte.Array[0, 5000].Array[0, 20].SampleAsync(async chunks =>
        {
            using var fixture = new CaptureFixture(_metrics, new(), CaptureTestRules.Rule()) { Pool = pool };
            var context = CaptureFixture.Context("/");
            using var answer = CaptureFixture.Page(new ChunkedStream(chunks));
            await fixture.Request.ApplyAsync(new RequestTransformContext { HttpContext = context });
            await fixture.Response.ApplyAsync(new ResponseTransformContext { HttpContext = context, ProxyResponse = answer });

            using var client = new MemoryStream();
            await using (var stream = await answer.Content.ReadAsStreamAsync())
            {
                await stream.CopyToAsync(client);
            }

            var expected = chunks.SelectMany(chunk => chunk).ToArray();
            Assert.Equal(expected, client.ToArray());
            Assert.True(fixture.Queue.TryRead(out var exchange));
            using var captured = new MemoryStream();
            exchange.ResponseBody.OpenRead().CopyTo(captured);
            exchange.Dispose();
            Assert.Equal(expected, captured.ToArray());
            Assert.False(fixture.Queue.TryRead(out _));
        });
        Assert.Equal(0, pool.Outstanding);
    }

    // What an observed page of 30 KB costs up to its end (design.md section 9: 600 bytes with everything): the hand-over is not in it.
    [Fact]
    public void Answer_ObservedPage_AllocatesLittle()
    {
        using var fixture = new CaptureFixture(_metrics, new(), CaptureTestRules.Rule()) { Pool = ArrayPool<byte>.Shared };
        var page = new byte[30_000];
        using var answer = CaptureFixture.Page(Stream.Null);
        var original = answer.Content;
        original.Headers.ContentLength = page.Length;
        var contexts = Enumerable.Range(0, 201).Select(_ => CaptureFixture.Context("/")).ToArray();
        var requests = contexts.Select(context => new RequestTransformContext { HttpContext = context }).ToArray();
        var responses = contexts.Select(context => new ResponseTransformContext { HttpContext = context, ProxyResponse = answer }).ToArray();
        var n = 0;

        var allocated = Allocated(() =>
        {
            var context = contexts[n++];
            answer.Content = original;
            Assert.True(fixture.Request.ApplyAsync(requests[n - 1]).AsTask().IsCompletedSuccessfully);
            Assert.True(fixture.Response.ApplyAsync(responses[n - 1]).AsTask().IsCompletedSuccessfully);
            var observation = context.Features.Get<ExchangeObservation>()!;
            observation.ResponseOpened(1);
            observation.ResponseBytes(1, page);
            observation.ResponseClosed(1);
        });

        Assert.InRange(allocated / 200, 1, 600);
    }

    private static long Allocated(Action action)
    {
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
        {
            action();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
