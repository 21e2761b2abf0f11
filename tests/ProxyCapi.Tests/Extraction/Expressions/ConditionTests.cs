namespace ProxyCapi.Tests.Extraction.Expressions;

public class ConditionTests
{
    private static readonly TestExchange Exchange = TestExchange.Page("<p class='paid' data-n='5'>yes</p><p class='empty'></p><i>a</i><i>b</i>") with
    {
        Path = "/thanks",
        Status = 201,
        Query = "?state=paid&n=5&sum=12.50&tick=it's",
        RequestHeaders = [("Cookie", "consent=granted")],
    };

    [Theory]
    [InlineData("css:.paid", true)]
    [InlineData("css:.failed", false)]
    [InlineData("!css:.failed", true)]
    [InlineData("not css:.failed", true)]
    [InlineData("!css:.paid", false)]
    [InlineData("css:.paid > b", false)] // a CSS combinator, not a comparison
    [InlineData("css:p ~ i", true)]
    [InlineData("cookie:consent", true)]
    [InlineData("query:none ?? cookie:consent", true)]
    [InlineData("query:state == 'paid'", true)]
    [InlineData("query:state=='paid'", true)]
    [InlineData("query:state == 'Paid'", false)]
    [InlineData("query:state != 'paid'", false)]
    [InlineData("query:none != 'paid'", true)]
    [InlineData("query:none == ''", false)]
    [InlineData("query:tick == 'it''s'", true)]
    [InlineData("query:state|upper == 'PAID'", true)]
    [InlineData("status == 201", true)]
    [InlineData("status == '201'", true)]
    [InlineData("status in (200, 201)", true)]
    [InlineData("status in ('200', '202')", false)]
    [InlineData("query:state in ('open', 'paid')", true)]
    [InlineData("!query:state in ('open', 'paid')", false)]
    [InlineData("path ~ '^/thanks'", true)]
    [InlineData("path ~ '^/failed'", false)]
    [InlineData("path !~ '^/failed'", true)]
    [InlineData("path !~ '^/thanks'", false)]
    [InlineData("query:none ~ 'x'", false)]
    [InlineData("query:none !~ 'x'", true)]
    [InlineData("query:n > 4", true)]
    [InlineData("query:n > 5", false)]
    [InlineData("query:n >= 5", true)]
    [InlineData("query:n < 5", false)]
    [InlineData("query:n <= 5", true)]
    [InlineData("query:sum > 12.4", true)]
    [InlineData("query:none > 0", false)]
    [InlineData("query:state > 0", false)]
    [InlineData("css:.paid@data-n|number > 4", true)]
    public void Holds_Condition_SaysWhetherItDoes(string condition, bool expected) => Assert.Equal(expected, Reading.Holds(condition, Exchange));

    [Theory]
    [InlineData("""{"n":0,"paid":false,"text":""}""", "json:paid == true", false)]
    [InlineData("""{"n":0,"paid":true}""", "json:paid == true", true)]
    [InlineData("""{"error":false}""", "json:error", false)] // it is there, and says that there is none
    [InlineData("""{"error":false}""", "!json:error", true)]
    [InlineData("""{"error":true}""", "json:error", true)]
    [InlineData("""{"error":"false"}""", "json:error", true)]
    [InlineData("""{"errors":0}""", "json:errors", true)]
    [InlineData("""{"text":""}""", "json:text", false)]
    [InlineData("""{"n":1.50}""", "json:n == 1.5", true)]
    [InlineData("""{"n":"1.50"}""", "json:n == 1.5", false)]
    [InlineData("""{"errors":[]}""", "json:errors == '[]'", true)]
    [InlineData("""{"lines":[{"qty":2}]}""", "json:lines[?qty == `2`]|json:[0]", true)]
    [InlineData("""{"lines":[{"qty":1}]}""", "json:lines[?qty == `2`]|json:[0]", false)]
    [InlineData("""{"lines":[{"sku":"B"}]}""", "json:lines[?sku == 'B'].sku != '[]'", true)]
    public void Holds_ConditionOnJson_SaysWhetherItDoes(string json, string condition, bool expected) =>
        Assert.Equal(expected, Reading.Holds(condition, TestExchange.Answer(json)));

    [Theory]
    [InlineData("query:state == paid", 16, "'paid' is not in quotes")]
    [InlineData("csss:.paid", 1, "There is no source 'csss'")]
    [InlineData("!csss:.paid", 2, "There is no source 'csss'")]
    [InlineData("not csss:.paid == 'x'", 5, "There is no source 'csss'")]
    [InlineData("path ~ '('", 8, "'(' is not a regular expression")]
    [InlineData("path > 'x'", 8, "'x' is not a number")]
    [InlineData("", 1, "A source is missing")]
    public void Parse_Mistake_NamesPlaceAndCure(string condition, int column, string problem)
    {
        var refusal = Reading.ConditionRefusal(condition);

        Assert.StartsWith(problem, refusal.Problem, StringComparison.Ordinal);
        Assert.Equal(column, refusal.Column);
        Assert.NotEmpty(refusal.Cure);
    }
}
