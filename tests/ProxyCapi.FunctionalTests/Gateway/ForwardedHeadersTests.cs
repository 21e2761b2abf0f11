namespace ProxyCapi.FunctionalTests.Gateway;

public sealed class ForwardedHeadersTests
{
    [Fact]
    public async Task NobodyTrusted_ForgedHeaders_SiteSeesThePeer()
    {
        await using var origin = await StubOrigin.StartAsync();
        await using var gateway = await GatewayHost.StartBeforeAsync(origin);

        var seen = await gateway.SeenByOriginAsync(
            "/", ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example"));

        Assert.Equal("127.0.0.1", seen.Header("X-Forwarded-For"));
        Assert.Equal("http", seen.Header("X-Forwarded-Proto"));
        Assert.Equal(gateway.Public.Authority, seen.Header("X-Forwarded-Host"));
        Assert.Equal(gateway.Public.Authority, seen.Header("Host"));
    }

    [Fact]
    public async Task OthersTrusted_HeadersFromLoopback_AreNotBelieved()
    {
        await using var origin = await StubOrigin.StartAsync();
        await using var gateway = await GatewayHost.StartBeforeAsync(origin, "--Gateway:TrustedProxies:0=10.0.0.0/8");

        var seen = await gateway.SeenByOriginAsync("/", ("X-Forwarded-For", "203.0.113.9"));

        Assert.Equal("127.0.0.1", seen.Header("X-Forwarded-For"));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.0/8")]
    [InlineData("10.0.0.0/8, 127.0.0.1, fd00::/8")]
    public async Task Trusted_HeadersOfTheProxy_ReachTheSite(string trusted)
    {
        await using var origin = await StubOrigin.StartAsync();
        await using var gateway = await GatewayHost.StartBeforeAsync(origin, $"--Gateway:TrustedProxies={trusted}");

        var seen = await gateway.SeenByOriginAsync(
            "/", ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "shop.example"));

        Assert.Equal("203.0.113.9", seen.Header("X-Forwarded-For"));
        Assert.Equal("https", seen.Header("X-Forwarded-Proto"));
        Assert.Equal("shop.example", seen.Header("X-Forwarded-Host"));
        Assert.Equal("shop.example", seen.Header("Host"));
    }

    [Fact]
    public async Task Trusted_ClientForgedAnEntryBeforeTheProxysOwn_TheProxysOwnCounts()
    {
        await using var origin = await StubOrigin.StartAsync();
        await using var gateway = await GatewayHost.StartBeforeAsync(origin, "--Gateway:TrustedProxies:0=127.0.0.1");

        var seen = await gateway.SeenByOriginAsync("/", ("X-Forwarded-For", "198.51.100.66, 203.0.113.9"));

        Assert.Equal("203.0.113.9", seen.Header("X-Forwarded-For"));
    }

    [Fact]
    public async Task Trusted_ChainOfTrustedProxies_GivesTheFirstAddressThatIsNone()
    {
        await using var origin = await StubOrigin.StartAsync();
        await using var gateway = await GatewayHost.StartBeforeAsync(
            origin, "--Gateway:TrustedProxies:0=127.0.0.1", "--Gateway:TrustedProxies:1=2001:db8:1::/48", "--Gateway:TrustedProxies:2=10.0.0.0/8");

        var seen = await gateway.SeenByOriginAsync("/", ("X-Forwarded-For", "198.51.100.66, 2001:db8::9, 10.1.2.3, 2001:db8:1::7"));

        Assert.Contains("2001:db8::9", seen.Header("X-Forwarded-For"), StringComparison.Ordinal);
        Assert.DoesNotContain("198.51.100.66", seen.Header("X-Forwarded-For"), StringComparison.Ordinal);
    }
}
