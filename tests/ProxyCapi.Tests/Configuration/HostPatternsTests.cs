using ProxyCapi.Configuration;

namespace ProxyCapi.Tests.Configuration;

public class HostPatternsTests
{
    [Theory]
    [InlineData("shop.example", "SHOP.example:8443", true)]
    [InlineData("shop.example", "shop.example.", true)]
    [InlineData("shop.example", "www.shop.example", false)]
    [InlineData("*.shop.example", "a.b.shop.example", true)]
    [InlineData("*.shop.example", "shop.example", false)]
    [InlineData("*.shop.example", "ashop.example", false)]
    [InlineData("[::1]", "[::1]:5000", true)]
    [InlineData("bücher.example", "xn--bcher-kva.example", true)]
    [InlineData("xn--bcher-kva.example", "bücher.example:80", true)]
    [InlineData("*.bücher.example", "www.xn--bcher-kva.example", true)]
    [InlineData("a..b", "a.b", false)]
    public void IsMatch_HostAgainstPattern(string pattern, string host, bool expected) =>
        Assert.Equal(expected, new HostPatterns([pattern]).IsMatch(host));

    [Fact]
    public void IsMatch_NoPattern_FitsEveryHost() => Assert.True(new HostPatterns([]).IsMatch("any.example"));
}
