using ProxyCapi.Conversions.Identity;

namespace ProxyCapi.Tests.Conversions.Identity;

public sealed class IdentityCookieTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1700000000000);

    [Theory]
    [InlineData("fb.1.123.abc.AQQCAQMC")]
    [InlineData("fb.1.123.abc.AgQCAQ-_")]
    [InlineData("fb.7.0.abc")]
    public void Resolve_ClickIdOfTheCookie_KeepsTheCookieAndItsTime(string cookie) =>
        Assert.Equal(new IdentityValue(cookie, IsNew: false), FbcResolver.Resolve("abc", cookie, 1, Now));

    [Fact]
    public void Resolve_ClickIdInTheAppendixOnly_IsAnotherClick() =>
        Assert.Equal(new IdentityValue("fb.2.1700000000000.AQQCAQMC", IsNew: true), FbcResolver.Resolve("AQQCAQMC", "fb.1.123.abc.AQQCAQMC", 2, Now));

    [Theory]
    [InlineData("fb.1.123.abc.AQQ+AQAA")]
    [InlineData("FB.1.123.abc")]
    [InlineData("fb.1.123..AQ")]
    [InlineData("")]
    [InlineData(null)]
    public void Read_InvalidCookie_CountsAsAbsent(string? cookie) => Assert.Equal(default, FbpResolver.Read(cookie));
}
