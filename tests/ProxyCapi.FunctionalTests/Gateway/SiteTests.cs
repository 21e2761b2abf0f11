using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ProxyCapi.FunctionalTests.Gateway;

public sealed class SiteTests
{
    [Fact]
    public async Task Origin_Request_KeepsTargetAndHost()
    {
        await using var origin = await StubOrigin.StartAsync();
        await using var gateway = await GatewayHost.StartBeforeAsync(origin);

        var seen = await gateway.SeenByOriginAsync("/a%20b/%C3%A9?x=1&y=%2F", ("Host", "shop.example"));

        Assert.Equal("/a%20b/%C3%A9?x=1&y=%2F", seen.Target);
        Assert.Equal("shop.example", seen.Header("Host"));
    }

    [Fact]
    public async Task PreserveHost_False_SiteSeesItsOwnName()
    {
        await using var origin = await StubOrigin.StartAsync();
        await using var gateway = await GatewayHost.StartBeforeAsync(origin, "--Gateway:PreserveHost=false");

        var seen = await gateway.SeenByOriginAsync("/", ("Host", "shop.example"));

        Assert.Equal(origin.Address.Authority, seen.Header("Host"));
        Assert.Equal("shop.example", seen.Header("X-Forwarded-Host"));
    }

    [Fact]
    public async Task Origin_WithAPath_IsPutInFront()
    {
        await using var origin = await StubOrigin.StartAsync();
        await using var gateway = await GatewayHost.StartAsync($"--Gateway:Origin={origin.Address}shop");

        var seen = await gateway.SeenByOriginAsync("/cart");

        Assert.Equal("/shop/cart", seen.Target);
    }

    [Fact]
    public async Task ReverseProxy_Section_IsUsed()
    {
        await using var origin = await StubOrigin.StartAsync();
        await using var gateway = await GatewayHost.StartAsync(
            "--ReverseProxy:Routes:shop:ClusterId=shop", "--ReverseProxy:Routes:shop:Match:Path=/shop/{**rest}",
            "--ReverseProxy:Routes:shop:Match:Hosts:0=shop.example", "--ReverseProxy:Routes:shop:Timeout=00:00:30",
            $"--ReverseProxy:Clusters:shop:Destinations:one:Address={origin.Address}", "--Gateway:TrustedProxies:0=127.0.0.1");

        var seen = await gateway.SeenByOriginAsync("/shop/1", ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Host", "shop.example"));
        using var elsewhere = await gateway.Client.GetAsync(new Uri("/shop/1", UriKind.Relative));

        Assert.Equal("/shop/1", seen.Target);
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
    }

    [Fact]
    public async Task Headers_WithBytesBeyondAscii_PassUnchangedBothWays()
    {
        await using var origin = await StubOrigin.StartAsync(
            context =>
            {
                context.Response.Headers["X-Echo"] = context.Request.Headers.Cookie.ToString();
                return Task.CompletedTask;
            },
            kestrel =>
            {
                kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
                kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
            });
        await using var gateway = await GatewayHost.StartBeforeAsync(origin);
        // "ö" in UTF-8, then "ö" in Latin-1: no single text encoding gives these bytes back.
        const string Cookie = "name=\u00c3\u00b6\u00f6";

        var answer = await RawHttp.SendAsync(gateway.Public, RawHttp.Get("/", "shop.example", $"Cookie: {Cookie}\r\n"));

        Assert.Contains($"X-Echo: {Cookie}\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_WithoutServerHeader_GetsNone()
    {
        await using var origin = await StubOrigin.StartAsync();
        await using var gateway = await GatewayHost.StartBeforeAsync(origin);

        var answer = await RawHttp.SendAsync(gateway.Public, RawHttp.Get("/", "shop.example"));

        Assert.DoesNotContain("\r\nServer:", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Upload_BeyondKestrelsDefaultLimit_Arrives()
    {
        await using var origin = await StubOrigin.StartAsync(
            async context =>
            {
                var length = 0L;
                var buffer = new byte[65536];
                for (var read = 1; read > 0; length += read)
                {
                    read = await context.Request.Body.ReadAsync(buffer);
                }

                await context.Response.WriteAsync($"{length}");
            },
            kestrel => kestrel.Limits.MaxRequestBodySize = null);
        await using var gateway = await GatewayHost.StartBeforeAsync(origin);
        using var upload = new ByteArrayContent(new byte[31 * 1024 * 1024]);

        using var answer = await gateway.Client.PostAsync(new Uri("/upload", UriKind.Relative), upload);

        Assert.Equal($"{31 * 1024 * 1024}", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task KestrelLimits_InTheConfiguration_AreRead()
    {
        await using var origin = await StubOrigin.StartAsync();
        await using var gateway = await GatewayHost.StartBeforeAsync(origin, "--Kestrel:Limits:MaxRequestBodySize=10");
        using var upload = new ByteArrayContent(new byte[11]);

        using var answer = await gateway.Client.PostAsync(new Uri("/upload", UriKind.Relative), upload);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }
}
