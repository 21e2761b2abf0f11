using ProxyCapi.Configuration;
using ProxyCapi.Conversions.Identity;
using ProxyCapi.Tests.Extraction;

namespace ProxyCapi.Tests.Conversions.Identity;

/// <summary>Whose word on the client's address counts (meta-capi.md section 6.6).</summary>
public sealed class ForwardingProxiesTests
{
    private const string Edge = "173.245.48.9";

    [Theory]
    [InlineData("Cloudflare", "CF-Connecting-IP", "203.0.113.9", "203.0.113.9")]
    [InlineData("cloudflare", "CF-Connecting-IPv6", "2001:db8::9", "2001:db8::9")]
    [InlineData("CloudFront", "CloudFront-Viewer-Address", "203.0.113.9:46532", "203.0.113.9")]
    [InlineData("CloudFront", "CloudFront-Viewer-Address", "2001:db8::9:46532", "2001:db8::9")]
    [InlineData("Fastly", "Fastly-Client-IP", "203.0.113.9", "203.0.113.9")]
    [InlineData("Akamai", "True-Client-IP", "203.0.113.9", "203.0.113.9")]
    [InlineData("AzureFrontDoor", "X-Azure-ClientIP", "203.0.113.9", "203.0.113.9")]
    [InlineData(null, "X-Forwarded-For", "198.51.100.66, 203.0.113.9, 173.245.48.1", "203.0.113.9")]
    [InlineData(null, "X-Forwarded-For", "203.0.113.9, rubbish", null)]
    [InlineData(null, "X-Forwarded-For", "198.51.100.66, 203.0.113.9, 10.0.0.5", "203.0.113.9")]
    [InlineData(null, "X-Forwarded-For", "198.51.100.66, 203.0.113.9,", "203.0.113.9")]
    [InlineData(null, "X-Forwarded-For", "::ffff:203.0.113.9", "203.0.113.9")]
    [InlineData(null, "X-Forwarded-For", "173.245.48.1", null)]
    [InlineData(null, "X-Forwarded-For", "10.0.0.5", null)]
    [InlineData("Cloudflare", "X-Forwarded-For", "203.0.113.9", null)]
    public void ClientOf_RequestOfATrustedProxy_IsWhoItNames(string? preset, string header, string value, string? expected) =>
        Assert.Equal(expected, ClientOf(Edge, preset, null, (header, value)));

    [Theory]
    [InlineData("198.51.100.1")]
    [InlineData("::ffff:198.51.100.1")]
    public void ClientOf_RequestOfAnybodyElse_IsThePeerWhateverItClaims(string peer) =>
        Assert.EndsWith("198.51.100.1", ClientOf(peer, "Cloudflare", null, ("CF-Connecting-IP", "203.0.113.9"))!, StringComparison.Ordinal);

    [Fact]
    public void ClientOf_CloudflareThatOverwritesIPv4_IsTheAddressOfVersion6() =>
        Assert.Equal("2001:db8::9", ClientOf(Edge, "Cloudflare", null, ("CF-Connecting-IP", "240.0.0.9"), ("CF-Connecting-IPv6", "2001:db8::9")));

    [Fact]
    public void ClientOf_OwnHeader_WinsOverThePreset() =>
        Assert.Equal("203.0.113.9", ClientOf(Edge, "Cloudflare", "X-Real-IP", ("X-Real-IP", "203.0.113.9"), ("CF-Connecting-IP", "198.51.100.2")));

    [Fact]
    public void ClientOf_NothingConfigured_IsThePeer() =>
        Assert.Equal("198.51.100.1", new ForwardingProxies(new IdentityOptions()).ClientOf(new TestExchange { ClientAddress = "198.51.100.1" }.Build())?.ToString());

    private static string? ClientOf(string peer, string? preset, string? header, params (string Name, string Value)[] headers)
    {
        var options = new IdentityOptions();
        options.TrustedProxies["cdn"] = new() { Preset = preset, Header = header, Networks = ["173.245.48.0/20"] };
        return new ForwardingProxies(options).ClientOf(new TestExchange { ClientAddress = peer, RequestHeaders = headers }.Build())?.ToString();
    }
}
