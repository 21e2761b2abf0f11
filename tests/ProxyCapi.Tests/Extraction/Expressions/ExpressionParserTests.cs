using CsCheck;
using ProxyCapi.Extraction.Expressions;

namespace ProxyCapi.Tests.Extraction.Expressions;

public class ExpressionParserTests
{
    private static readonly ExpressionNames Names = new(["order_id"], ["slug"]);

    [Theory]
    [InlineData("{csss:h1}", 2, "There is no source 'csss'", "Did you mean 'css'?")]
    [InlineData("{order_di}", 2, "There is no source 'order_di'", "Did you mean 'order_id'?")]
    [InlineData("a {css:h1", 3, "This '{' is never closed", null)]
    [InlineData("a } b", 3, "There is a '}' without its '{'", null)]
    [InlineData("{}", 2, "A source is missing", null)]
    [InlineData("{css:h1 ??}", 11, "A source is missing", null)]
    [InlineData("{css}", 2, "'css' does not say what to read", null)]
    [InlineData("{css:}", 6, "'css:' names nothing", null)]
    [InlineData("{css:h1[}", 6, "'h1[}' is not a CSS selector", null)]
    [InlineData("{css:'h1['}", 6, "'h1[' is not a CSS selector", null)]
    [InlineData("{css[0]:h1}", 5, "The number in brackets is not a position", null)]
    [InlineData("{query[1]:a}", 2, "'query' has no positions", null)]
    [InlineData("{route:id}", 8, "Match:Path has no placeholder '{id}'", "It has: slug.")]
    [InlineData("{json:'a['}", 7, "'a[' is not a JMESPath expression", null)]
    [InlineData("{regex:'('}", 8, "'(' is not a regular expression", null)]
    [InlineData("{'never}", 2, "This ' is never closed", null)]
    public void Parse_Mistake_NamesPlaceAndCure(string expression, int column, string problem, string? cure)
    {
        var refusal = Reading.Refusal(expression, Names);

        Assert.Equal(column, refusal.Column);
        Assert.StartsWith(problem, refusal.Problem, StringComparison.Ordinal);
        Assert.NotEmpty(refusal.Cure);
        Assert.True(cure is null || cure == refusal.Cure, refusal.Cure);
    }

    [Theory]
    [InlineData("{css:h1}", false, true)]
    [InlineData("{form:a}", true, false)]
    [InlineData("{request-json:a ?? css:b}", true, true)]
    [InlineData("{query:a}-{url}", false, false)]
    [InlineData("{query:a|money}", false, true)] // the page's language
    [InlineData("{query:a|money:de}", false, false)]
    [InlineData("text", false, false)]
    public void Parse_Expression_KnowsWhichBodiesItNeeds(string expression, bool request, bool response)
    {
        var parsed = ExpressionParser.Parse(expression, Names, out _)!;

        Assert.Equal(request, parsed.NeedsRequestBody);
        Assert.Equal(response, parsed.NeedsResponseBody);
    }

    [Fact]
    public void Parse_AnyText_GivesAnExpressionOrAnErrorInsideTheText() =>
        GenText.Sample(text =>
        {
            var expression = ExpressionParser.Parse(text, Names, out var error);
            AssertOneOf(text, expression, error);
            expression?.Read(new ReadingScope(new(new TestExchange().Build(), new()), new Dictionary<string, string>()));
        }, iter: 20_000);

    [Fact]
    public void ParseCondition_AnyText_GivesAConditionOrAnErrorInsideTheText() =>
        GenText.Sample(text => AssertOneOf(text, Condition.Parse(text, Names, out var error), error), iter: 20_000);

    [Fact]
    public void ParseEach_AnyText_GivesSourcesOrAnErrorInsideTheText() =>
        GenText.Sample(text => AssertOneOf(text, EntrySource.Parse(text, Names, out var error), error), iter: 20_000);

    [Fact]
    public void Parse_AnyTextWithItsBracesDoubled_IsThatText() =>
        Gen.String.Sample(text =>
        {
            var parsed = ExpressionParser.Parse(Escaped(text), Names, out var error);
            Assert.Null(error);
            Assert.Equal(text, parsed!.Constant);
        });

    [Fact]
    public void Parse_AnyTextInQuotes_IsThatText() =>
        Gen.String[1, 30].Sample(text => Assert.Equal(text, Reading.Text($"{{'{text.Replace("'", "''", StringComparison.Ordinal)}'}}", new TestExchange())));

    [Fact]
    public void Parse_AnyTextsAsParts_AreJoined() =>
        Gen.Select(Gen.String[0, 10], Gen.String[1, 10], Gen.String[0, 10]).Sample((before, inside, after) =>
            Assert.Equal(before + inside + after, Reading.Text($"{Escaped(before)}{{query:none ?? '{inside.Replace("'", "''", StringComparison.Ordinal)}'}}{Escaped(after)}", new TestExchange())));

    private static readonly Gen<string> GenText = Gen.OneOf(
        Gen.String,
        Gen.OneOf(
            "{", "}", "{{", "}}", "|", "??", ":", ",", "'", "\"", "`", "[", "]", "(", ")", " ", "@", "!", "==", "!=", "~", " in ", " > ", "5", "'x'", " ++ ",
            "css", "css:", "json:", "request-json:", "regex:", "form:", "query:", "order_id", "route:slug", "script:", "money", "json", "map:", "split:", "default:", "h1", "a.b", "ü", "\u0000")
        .Array[0, 12].Select(parts => string.Concat(parts)));

    private static string Escaped(string text) => text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    private static void AssertOneOf(string text, object? parsed, ExpressionError? error)
    {
        Assert.True(parsed is null != error is null, $"'{text}': neither or both");
        if (error is not null)
        {
            Assert.InRange(error.Column, 1, text.Length + 1);
            Assert.NotEmpty(error.Problem);
            Assert.NotEmpty(error.Cure);
        }
    }
}
