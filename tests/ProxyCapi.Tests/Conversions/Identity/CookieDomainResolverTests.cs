using CsCheck;
using ProxyCapi.Conversions.Identity;

namespace ProxyCapi.Tests.Conversions.Identity;

public sealed class CookieDomainResolverTests
{
    [Theory]
    [InlineData("WWW.Shop.Co.UK:8443", "shop.co.uk", "shop.co.uk", 2)]
    [InlineData("a.b.c.kobe.jp", "b.c.kobe.jp", "b.c.kobe.jp", 3)] // *.kobe.jp
    [InlineData("www.city.kobe.jp", "city.kobe.jp", "city.kobe.jp", 2)] // !city.kobe.jp
    [InlineData("c.kobe.jp", "c.kobe.jp", null, 2)]
    [InlineData("co.uk", "co.uk", null, 1)]
    [InlineData("shop.unheard-of", "shop.unheard-of", "shop.unheard-of", 1)]
    [InlineData("www.食狮.公司.cn", "xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn", 2)]
    [InlineData("www.xn--85x722f.xn--55qx5d.cn.", "xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn", 2)]
    [InlineData("2001:db8::1", "[2001:db8::1]", null, 0)]
    [InlineData("300.1.1.1", "300.1.1.1", null, 0)]
    public void Resolve_WithoutConfiguredDomains_FollowsThePublicSuffixList(string host, string name, string? attribute, int index) =>
        Assert.Equal(new CookieDomain(name, attribute, index), Resolver().Resolve(host));

    [Theory]
    [InlineData("https://Example.com:443/path")]
    [InlineData(".example.com.")]
    public void Resolve_ConfiguredDomain_IsReadWithoutItsTrimmings(string configured) =>
        Assert.Equal(new CookieDomain("example.com", "example.com", 1), Resolver("com.example", configured).Resolve("a.b.EXAMPLE.com"));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(":8080")]
    [InlineData("https://")]
    [InlineData(null)]
    public void Resolve_NoHost_GivesNoDomain(string? host) => Assert.Equal(default, Resolver("").Resolve(host));

    [Fact]
    public void Resolve_AnyText_NeverThrows() =>
        Gen.Char['\0', '\uFFFF'].Array[0, 40].Select(characters => new string(characters)).Sample(host => _ = Resolver(host).Resolve(host));

    private static CookieDomainResolver Resolver(params string[] configured) => new(configured, PublicSuffixList.Default);
}
