using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ProxyCapi.Configuration;
using ProxyCapi.FunctionalTests.Hosting;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Transforms;

namespace ProxyCapi.FunctionalTests.Capture;

/// <summary>Every observed exchange ends exactly once, whatever else happens in the proxy; and the visitor never notices us.</summary>
public sealed class BooksTests : IAsyncLifetime, IDisposable
{
    private readonly TestPool _pool = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private ByteMatrixOrigin _origin = null!;

    public async Task InitializeAsync() => _origin = await ByteMatrixOrigin.StartAsync();

    public void Dispose() => _http.Dispose();

    public async Task DisposeAsync()
    {
        await _origin.DisposeAsync();
        Assert.Equal(0, _pool.Outstanding);
    }

    [Fact]
    public async Task Capture_OwnCodeThrows_PageIsServedAndExchangeEndsAsError()
    {
        _pool.IsBroken = true;
        await using var proxy = await StartAsync([CaptureProxy.Rule()]);
        using var form = new StringContent("email=a", null, "application/x-www-form-urlencoded");
        using var response = await _http.PostAsync(new Uri(proxy.Http1, "/form"), form);

        Assert.Equal(ByteMatrixOrigin.Page, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("email=a"u8.ToArray(), await _origin.LastForm.Task);
        Assert.Equal(["error"], await proxy.BalancedReasonsAsync());
    }

    [Fact]
    public async Task LaterRequestTransform_AnswersItself_EndsAsNoAnswer()
    {
        await using var proxy = await StartAsync([CaptureProxy.Rule()], yarp => yarp.AddTransforms(context => context.AddRequestTransform(transform =>
        {
            transform.HttpContext.Response.StatusCode = 401;
            return default;
        })));

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(proxy, "/identity"));
        Assert.Equal(["no_answer"], await proxy.BalancedReasonsAsync());
    }

    [Fact]
    public async Task LaterResponseTransform_Throws_EndsOnce()
    {
        await using var proxy = await StartAsync([CaptureProxy.Rule()], yarp => yarp.AddTransforms(context => context.AddResponseTransform(_ => throw new InvalidOperationException("not ours"))));

        Assert.Equal(HttpStatusCode.BadGateway, await StatusAsync(proxy, "/identity"));
        Assert.Equal(["no_answer"], await proxy.BalancedReasonsAsync());
    }

    [Fact]
    public async Task LaterResponseTransform_RewritesTheBody_SeesHeadersAndBytesAsWithoutUs()
    {
        await using var proxy = await StartAsync([CaptureProxy.Rule()], yarp => yarp.AddTransforms(context => context.AddResponseTransform(async transform =>
        {
            var content = transform.ProxyResponse!.Content;
            transform.SuppressResponseBody = true;
            transform.HttpContext.Response.ContentLength = null;
            var text = $"{content.Headers.ContentType} {content.Headers.ContentLength} {(await content.ReadAsByteArrayAsync()).Length}";
            await transform.HttpContext.Response.WriteAsync(text);
        })));

        var length = ByteMatrixOrigin.Page.Length;
        Assert.Equal($"text/html; charset=UTF-8 {length} {length}", await _http.GetStringAsync(new Uri(proxy.Http1, "/headers")));
        Assert.Equal(["converted"], await proxy.BalancedReasonsAsync());
    }

    [Fact]
    public async Task SecondForwardAttempt_FirstFailed_OneExchangeThatIsHandedOver()
    {
        await using var other = await ByteMatrixOrigin.StartAsync();
        var dead = new Uri("http://127.0.0.1:1");
        await using var proxy = await CaptureProxy.StartAsync(dead, Active(new(), CaptureProxy.Rule()), pool: _pool, use: pipeline => pipeline.Use(async (context, next) =>
        {
            await next();
            if (context.Response.StatusCode == 502)
            {
                context.Response.Clear();
                var feature = context.GetReverseProxyFeature();
                var client = feature.Cluster.HttpClient;
                await context.RequestServices.GetRequiredService<IHttpForwarder>()
                    .SendAsync(context, _origin.Http1.ToString(), client, ForwarderRequestConfig.Empty, feature.Route.Transformer);
            }
        }));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(proxy, "/identity"));
        Assert.Equal(["converted"], await proxy.BalancedReasonsAsync());
        Assert.Equal(ByteMatrixOrigin.Page, Assert.Single(proxy.Captured).Response);
    }

    [Fact]
    public async Task Prefetch_EndsAtOnce()
    {
        await using var proxy = await StartAsync([CaptureProxy.Rule()]);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(proxy.Http1, "/identity"));
        request.Headers.Add("Sec-Purpose", "prefetch;prerender");
        using var response = await _http.SendAsync(request);

        Assert.Equal(ByteMatrixOrigin.Page, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(["prefetch"], await proxy.BalancedReasonsAsync());
    }

    [Fact]
    public async Task Rules_OnlySomePassTheGate_ThoseAreHandedOver()
    {
        await using var proxy = await StartAsync(
        [
            CaptureProxy.Rule("json", match: new() { ContentTypes = ["application/json"] }),
            CaptureProxy.Rule("order", match: new() { Path = "/{page}" }, request: false),
        ]);

        await StatusAsync(proxy, "/identity");

        Assert.Equal(["converted"], await proxy.BalancedReasonsAsync());
        var match = Assert.Single(Assert.Single(proxy.Captured).Exchange.Matches);
        Assert.Equal("order", match.Rule.Name);
        Assert.Equal("identity", match.RouteValues["page"]);
    }

    [Fact]
    public async Task AnswerTooLarge_RuleThatReadsNothingOfIt_StillFires()
    {
        var options = new ProxyCapiOptions { Capture = { MaxResponseBytes = 4096 } };
        await using var proxy = await CaptureProxy.StartAsync(
            _origin.Http1, Active(options, CaptureProxy.Rule("page"), CaptureProxy.Rule("headers", request: false, response: false)), pool: _pool);

        await StatusAsync(proxy, "/chunked");

        Assert.Equal(["converted"], await proxy.BalancedReasonsAsync());
        var captured = Assert.Single(proxy.Captured);
        Assert.Equal("headers", Assert.Single(captured.Exchange.Matches).Rule.Name);
        Assert.Empty(captured.Response);
    }

    [Theory]
    [InlineData("off", 0)]
    [InlineData("Two", 1)]
    [InlineData("two, one", 2)]
    [InlineData(null, 2)]
    public async Task RouteMetadata_Narrows(string? metadata, int expected)
    {
        await using var proxy = await CaptureProxy.StartAsync(
            _origin.Http1,
            Active(new(), CaptureProxy.Rule("one"), CaptureProxy.Rule("two")),
            pool: _pool,
            route: route => metadata is null ? route : route with { Metadata = new Dictionary<string, string> { ["ProxyCapi"] = metadata } });

        await StatusAsync(proxy, "/identity");

        await proxy.BalancedReasonsAsync();
        Assert.Equal(expected, proxy.Captured.Sum(captured => captured.Exchange.Matches.Count));
    }

    [Fact]
    public async Task RouteMetadata_UnknownRule_StartFailsAndNamesIt()
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => CaptureProxy.StartAsync(
            _origin.Http1,
            Active(new(), CaptureProxy.Rule("purchase")),
            route: route => route with { Metadata = new Dictionary<string, string> { ["ProxyCapi"] = "purchase, leed" } }));

        Assert.Contains("'leed'", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OutputCache_ObservedRoute_StartFails()
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => CaptureProxy.StartAsync(
            _origin.Http1,
            Active(new(), CaptureProxy.Rule()),
            configure: yarp => yarp.Services.AddOutputCache(cache => cache.AddPolicy("pages", policy => policy.Expire(TimeSpan.FromMinutes(1)))),
            route: route => route with { OutputCachePolicy = "pages" }));

        Assert.Contains("ReverseProxy:Routes:all:OutputCachePolicy", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_NewRulesAndModeOff_ApplyToTheNextRequest()
    {
        using var rules = Active(new() { Mode = ProxyCapiMode.Off }, CaptureProxy.Rule());
        await using var proxy = await CaptureProxy.StartAsync(_origin.Http1, rules, pool: _pool);

        await StatusAsync(proxy, "/identity");
        Assert.Empty(await proxy.BalancedReasonsAsync());
        rules.Replace(CaptureProxy.Rules(new(), CaptureProxy.Rule()));
        await StatusAsync(proxy, "/identity");
        Assert.Equal(["converted"], await proxy.BalancedReasonsAsync());
    }

    private static ActiveRuleSet Active(ProxyCapiOptions options, params CompiledRule[] rules) => new(CaptureProxy.Rules(options, rules));

    private Task<CaptureProxy> StartAsync(CompiledRule[] rules, Action<IReverseProxyBuilder>? configure = null) =>
        CaptureProxy.StartAsync(_origin.Http1, Active(new(), rules), pool: _pool, configure: configure);

    private async Task<HttpStatusCode> StatusAsync(CaptureProxy proxy, string path)
    {
        using var response = await _http.GetAsync(new Uri(proxy.Http1, path));
        await response.Content.ReadAsByteArrayAsync();
        return response.StatusCode;
    }
}
