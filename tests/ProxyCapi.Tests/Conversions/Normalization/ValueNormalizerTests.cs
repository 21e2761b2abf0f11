using System.Globalization;
using ProxyCapi.Conversions.Normalization;

namespace ProxyCapi.Tests.Conversions.Normalization;

public sealed class ValueNormalizerTests
{
    [Theory]
    [InlineData("12.990", "12.990")]
    [InlineData("-5", "-5")]
    [InlineData("1e3", "1000")]
    [InlineData("1.234,56 €", "1234.56")]
    [InlineData("1.299.000", "1299000")]
    [InlineData("1.234.56", "1234.56")]
    [InlineData("1,24,999.00", "124999.00")]
    [InlineData("12,5", "12.5")]
    [InlineData("1,299", "1299")]
    [InlineData("CHF 1’299.–", "1299")]
    [InlineData("−3,50", "-3.50")]
    public void Normalize_Amount_GivesTheNumber(string text, string expected) =>
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), ValueNormalizer.Normalize(text));

    [Theory]
    [InlineData("12 - 15")]
    [InlineData("2 x 9.90")]
    [InlineData("free")]
    [InlineData("Infinity")]
    [InlineData("1e99")]
    public void Normalize_NoSingleAmount_GivesNothing(string text) => Assert.Null(ValueNormalizer.Normalize(text));
}
