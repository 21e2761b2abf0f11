using CsCheck;
using ProxyCapi.Conversions.Identity;

namespace ProxyCapi.Tests.Conversions.Identity;

public sealed class ClickIdTests
{
    [Theory]
    [InlineData("?a=1&fbclid=Ab-_9&b=2", null, "Ab-_9")]
    [InlineData("fbclid=one&fbclid=two", null, "one")]
    [InlineData("?fbclid=", "https://l.example/?x=1&fbclid=ref#y", "ref")]
    [InlineData("?fbclid=bad%0d%0a", "https://l.example/?fbclid=ref", null)]
    [InlineData("?FBCLID=x&fbclidtest=y&fbc=z", null, null)]
    [InlineData("?fbclid=a+b", null, null)]
    [InlineData("", "l.example/?fbclid=ref", "ref")]
    [InlineData("", "l.example/?u=https://x.example&fbclid=ref", "ref")]
    [InlineData("", "android-app://com.example/?fbclid=ref", "ref")]
    [InlineData("", "https://l.example/#?fbclid=ref", null)]
    [InlineData("", "http://[bad?fbclid=ref", null)]
    public void Find_QueryThenReferer_GivesTheUsableId(string query, string? referer, string? expected) =>
        Assert.Equal(expected, ClickId.Find(query, referer));

    [Theory]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public void Usable_LongId_IsCappedAtFiveHundred(int length, bool isUsable) =>
        Assert.Equal(isUsable, ClickId.Usable(new string('a', length)) is not null);

    [Fact]
    public void Find_AnyText_NeverThrowsAndGivesNothingThatBreaksAHeader() =>
        Gen.Char['\0', '\uFFFF'].Array[0, 60].Select(characters => new string(characters)).Sample(text =>
            ClickId.Find("fbclid=" + text, text) is not { } id || id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
}
