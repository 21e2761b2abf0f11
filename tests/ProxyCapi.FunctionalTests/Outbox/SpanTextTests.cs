using System.Globalization;
using ProxyCapi.Gateway.CommandLine.Outbox;

namespace ProxyCapi.FunctionalTests.Outbox;

public sealed class SpanTextTests
{
    [Theory]
    [InlineData("7d", "7.00:00:00")]
    [InlineData("12h", "12:00:00")]
    [InlineData("30m", "00:30:00")]
    [InlineData("45s", "00:00:45")]
    [InlineData("0d", "00:00:00")]
    [InlineData("1.12:00:00", "1.12:00:00")]
    [InlineData("00:10:00", "00:10:00")]
    public void TryParse_WhatOperatorsWrite_IsRead(string text, string expected)
    {
        Assert.True(SpanText.TryParse(text, out var span));
        Assert.Equal(TimeSpan.ParseExact(expected, "c", CultureInfo.InvariantCulture), span);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("d")]
    [InlineData("7w")]
    [InlineData("-7d")]
    [InlineData("1.5h")]
    [InlineData("7 d")]
    [InlineData("-01:00:00")]
    [InlineData("7d12h")]
    [InlineData("36501d")]
    [InlineData("99999999999d")]
    public void TryParse_WhatCouldMeanAnything_IsRefused(string text) => Assert.False(SpanText.TryParse(text, out _));

    [Theory]
    [InlineData("00:00:05.9", "5s")]
    [InlineData("00:01:05", "1m 5s")]
    [InlineData("03:10:05", "3h 10m")]
    [InlineData("8.03:00:00", "8d 3h")]
    [InlineData("-00:01:05", "-1m 5s")]
    public void Write_TheTwoLargestUnitsStand(string span, string expected) => Assert.Equal(expected, SpanText.Write(TimeSpan.ParseExact(span, "c", CultureInfo.InvariantCulture)));
}
