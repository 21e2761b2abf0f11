using CsCheck;
using ProxyCapi.Capture;

namespace ProxyCapi.Tests.Capture;

public class ValuePatternTests
{
    [Theory]
    [InlineData("*", "", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("a*", "a", true)]
    [InlineData("*a", "ba", true)]
    [InlineData("*a*b*", "xxaxxbxx", true)]
    [InlineData("*a*b*", "xxbxxaxx", false)]
    [InlineData("a*a", "a", false)]
    [InlineData("a**c", "abc", true)]
    [InlineData("a.c", "abc", false)]
    public void IsMatch_Star_StandsForAnyRun(string pattern, string value, bool expected)
    {
        Assert.Equal(expected, new ValuePattern(pattern).IsMatch(value));
    }

    [Fact]
    public void IsMatch_AnyPattern_AgreesWithRegex()
    {
        Gen.Select(Gen.Char["ab*"].Array[0, 8], Gen.Char["ab"].Array[0, 10]).Sample((p, v) =>
        {
            var (pattern, value) = (new string(p), new string(v));
            var regex = $"^{pattern.Replace("*", ".*", StringComparison.Ordinal)}\\z";
            Assert.Equal(System.Text.RegularExpressions.Regex.IsMatch(value, regex), new ValuePattern(pattern).IsMatch(value));
        });
    }
}
