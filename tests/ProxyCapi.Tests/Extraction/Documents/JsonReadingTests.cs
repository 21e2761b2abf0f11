using CsCheck;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Tests.Extraction.Documents;

public class JsonReadingTests
{
    [Fact]
    public void TryParse_NestedDeeperThanTheLimit_IsNothing()
    {
        Assert.NotNull(JsonReading.TryParse(new string('[', 60) + new string(']', 60)));
        Assert.Null(JsonReading.TryParse(new string('[', 100_000) + new string(']', 100_000)));
        Assert.Null(JsonReading.TryParse(string.Concat(Enumerable.Repeat("{\"a\":", 100_000))));
    }

    [Theory]
    [InlineData("{} {}")]
    [InlineData("{\"a\":}")]
    [InlineData("<html>")]
    [InlineData(" ")]
    [InlineData(null)]
    public void TryParse_NoJson_IsNothing(string? text) => Assert.Null(JsonReading.TryParse(text));

    [Theory]
    [InlineData("""{"a":"2024-01-02T03:04:05Z"}""", "2024-01-02T03:04:05Z")]
    [InlineData("""{"a":0.10}""", "0.10")]
    [InlineData("""{"a":12345678901234567890}""", "12345678901234567890")]
    [InlineData("""{"a":"007"}""", "007")]
    [InlineData("""{"a":1e2}""", "100")]
    [InlineData("""{"a":"x","n":1e400}""", "x")] // one number that is none of ours leaves the others readable
    public void Read_Json_KeepsDigitsAndDates(string json, string expected) => Assert.Equal(expected, Reading.Text("{json:a}", TestExchange.Answer(json)));

    [Theory]
    [InlineData("{json:sum(lines[*].price)}")]
    [InlineData("{json:length(none)}")]
    [InlineData("{json:none.x[0]}")]
    public void Read_FunctionOverWhatIsNotThere_IsNothing(string expression) => Assert.Null(Reading.Value(expression, TestExchange.Answer("""{"lines":"x"}""")));

    [Fact]
    public void TryParse_AnyText_NeverThrows() =>
        Gen.OneOf(Gen.String, Gen.OneOf("{", "}", "[", "]", ",", ":", "\"", "\\", "\\u12", "1", "-", "e", ".", "null", "//", "/*", "NaN", "'", "new Date(", "undefined").Array[0, 12].Select(parts => string.Concat(parts)))
            .Sample(text => { JsonReading.TryParse(text); }, iter: 20_000);
}
