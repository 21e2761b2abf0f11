using CsCheck;
using ProxyCapi.Configuration.Validation;

namespace ProxyCapi.Tests.Configuration;

public class OptionsPropertyTests
{
    private static readonly Gen<string> Word = Gen.OneOf(
        OneOf(
            "Mode", "Pixels", "main", "Id", "Hosts", "Rules", "purchase", "Event", "Match", "Path", "Query", "When", "Where", "Pixels", "UserData", "em", "email",
            "CustomData", "contents", "content_ids", "value", "currency", "Each", "Fields", "Graph", "BaseAddress", "Version", "Timeout", "Admin", "Url", "0", "1",
            "Delivery", "BatchSize", "Linger", "InDoubt", "Identity", "DefaultCountry", "Consent", "Discovery", "Enabled", "Events"),
        Gen.String[1, 8].Select(text => text.Replace(':', '_')));

    private static readonly Gen<(string, string?)> Entry = Gen.Select(
        Word.Array[1, 6].Select(words => string.Join(':', words)),
        Gen.OneOf(OneOf<string?>(null, "", "true", "12", "00:00:10", "*.a.example", "http://[", "{css:.a}", "Purchase"), Gen.String.Select(text => (string?)text)));

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    [Fact]
    public void Compile_AnyConfiguration_EndsInRulesOrFailuresWithCures() => Entry.Array[0, 30].Sample(
        entries =>
        {
            var result = TestConfiguration.Compile(TestConfiguration.GoodWith(
                [.. entries.GroupBy(entry => entry.Item1, StringComparer.OrdinalIgnoreCase).Select(group => group.First())]));
            Assert.Equal(result.Failures.Count == 0, result.IsGood);
            Assert.All(result.Failures, failure =>
            {
                Assert.StartsWith("ProxyCapi", failure.Path, StringComparison.OrdinalIgnoreCase);
                Assert.NotEmpty(failure.Cure);
                Assert.DoesNotContain(TestConfiguration.Token, failure.ToString(), StringComparison.Ordinal);
            });
        },
        iter: 3000);

    [Fact]
    public void Distance_OfAnyTwoWords_IsSymmetricAndZeroForTheSame() => Gen.Select(Gen.String[Gen.Char["abc"], 0, 7], Gen.String[Gen.Char["abc"], 0, 7]).Sample((left, right) =>
    {
        var distance = NearestName.Distance(left, right);
        Assert.Equal(distance, NearestName.Distance(right, left));
        Assert.Equal(left == right, distance == 0);
        Assert.InRange(distance, Math.Abs(left.Length - right.Length), Math.Max(left.Length, right.Length));
    });

    [Theory]
    [InlineData("Mtach", "Match", 1)]
    [InlineData("Mach", "Match", 1)]
    [InlineData("Maatch", "Match", 1)]
    [InlineData("Watch", "Match", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_OfKnownWords_CountsChanges(string left, string right, int expected) => Assert.Equal(expected, NearestName.Distance(left, right));

    [Theory]
    [InlineData("x")]
    [InlineData("Colour")]
    [InlineData("")]
    public void Find_NothingNear_IsNoGuess(string written) => Assert.Null(NearestName.Find(written, ["Id", "Match", "Rules"]));
}
