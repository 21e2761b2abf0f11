using Microsoft.AspNetCore.Http;
using ProxyCapi.FunctionalTests.Emulator;
using ProxyCapi.FunctionalTests.Hosting;

namespace ProxyCapi.FunctionalTests.Gateway;

/// <summary>Whose address Meta is told (meta-capi.md section 6.6).</summary>
public sealed class ClientAddressTests
{
    [Fact]
    public Task Forged_NobodyTrusted_NoAddressIsTold() => AssertAddressAsync(null, [], ("X-Forwarded-For", "203.0.113.9"), ("CF-Connecting-IP", "203.0.113.9"));

    [Fact]
    public Task Forged_ByAPeerOutsideTheNetworks_NoAddressIsTold() =>
        AssertAddressAsync(null, ["--ProxyCapi:Identity:TrustedProxies:cdn:Preset=Cloudflare", "--ProxyCapi:Identity:TrustedProxies:cdn:Networks:0=173.245.48.0/20"], ("CF-Connecting-IP", "203.0.113.9"));

    [Fact]
    public Task Cloudflare_FromItsNetwork_NamesTheClient() =>
        AssertAddressAsync("203.0.113.9", ["--ProxyCapi:Identity:TrustedProxies:cdn:Preset=Cloudflare", "--ProxyCapi:Identity:TrustedProxies:cdn:Networks:0=127.0.0.1"], ("CF-Connecting-IP", "203.0.113.9"), ("X-Forwarded-For", "198.51.100.1"));

    [Fact]
    public Task Balancer_InFrontOfCloudflare_IsSeenThrough() =>
        AssertAddressAsync(
            "203.0.113.9",
            ["--Gateway:TrustedProxies=127.0.0.1", "--ProxyCapi:Identity:TrustedProxies:cdn:Preset=Cloudflare", "--ProxyCapi:Identity:TrustedProxies:cdn:Networks:0=173.245.48.0/20"],
            ("X-Forwarded-For", "198.51.100.66, 173.245.48.9"), ("CF-Connecting-IP", "203.0.113.9"));

    [Fact]
    public Task Version6_BehindATrustedProxy_IsTold() => AssertAddressAsync("2001:db8::9", ["--Gateway:TrustedProxies=127.0.0.1"], ("X-Forwarded-For", "2001:db8::9"));

    [Fact]
    public Task Version6_BesideACookieOfVersion4_IsPreferred() =>
        AssertAddressAsync("2001:db8::9", ["--Gateway:TrustedProxies=127.0.0.1"], ("X-Forwarded-For", "2001:db8::9"), ("Cookie", "_fbi=203.0.113.9"));

    [Fact]
    public Task PrivateAddress_BehindATrustedProxy_IsNotTold() => AssertAddressAsync(null, ["--Gateway:TrustedProxies=127.0.0.1"], ("X-Forwarded-For", "192.168.1.7"));

    [Theory]
    [InlineData(null)]
    [InlineData("127.0.0.1")]
    [InlineData("203.0.113.50")]
    public Task TrustedProxyWithAPublicAddress_ThatNamesNoClient_IsNotToldItself(string? list) =>
        AssertAddressAsync(null, ["--Gateway:TrustedProxies=127.0.0.1, 203.0.113.50"], list is null ? [] : [("X-Forwarded-For", list)]);

    private static async Task AssertAddressAsync(string? expected, string[] settings, params (string Name, string Value)[] headers)
    {
        await using var site = await StubOrigin.StartAsync(context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<p class=total>10.50</p><p class=email>a@b.example</p>");
        });
        await using var emulator = await EmulatorHost.StartAsync();
        await using var gateway = await GatewayHost.StartBeforeAsync(
            site,
            [
                $"--ProxyCapi:Graph:BaseAddress={emulator.Client.BaseAddress}", "--ProxyCapi:Mode=Live", "--ProxyCapi:Delivery:MoneyLinger=00:00:00", "--ProxyCapi:Delivery:MinFreeBytes=0",
                "--ProxyCapi:Rules:purchase:Event=Purchase", "--ProxyCapi:Rules:purchase:Match:Path=/thanks/{id}", "--ProxyCapi:Rules:purchase:CustomData:value={css:.total|money}",
                "--ProxyCapi:Rules:purchase:CustomData:currency=EUR", "--ProxyCapi:Rules:purchase:CustomData:order_id={route:id}", "--ProxyCapi:Rules:purchase:UserData:em={css:.email}", .. settings,
            ]);
        using var books = new Books(gateway.Services);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/thanks/1");
        request.Headers.TryAddWithoutValidation("User-Agent", "Mozilla/5.0 (Test)");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await gateway.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await books.WaitUntilAsync(() => books.Outcome("accepted") == 1, patience.Token);

        var user = Assert.Single(emulator.Journal.Events).Parse().GetProperty("user_data");
        Assert.Equal(expected, user.TryGetProperty("client_ip_address", out var address) ? address.GetString() : null);
    }
}
