using ProxyCapi.Extraction.Numbers;

namespace ProxyCapi.Tests.Extraction.Numbers;

public class DecimalMarksTests
{
    [Theory]
    [InlineData("de", ',')]
    [InlineData("de-AT", ',')]
    [InlineData("de-CH", '.')]
    [InlineData("DE_ch", '.')]
    [InlineData("en", '.')]
    [InlineData("en-GB", '.')]
    [InlineData("es-MX", '.')]
    [InlineData("es-ES", ',')]
    [InlineData("pt_BR", ',')]
    [InlineData("zh-Hant-TW", '.')]
    [InlineData("en-ZA", null)]
    [InlineData("x-klingon", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Of_LanguageTag_IsItsMark(string? language, char? expected) => Assert.Equal(expected, DecimalMarks.Of(language));
}
