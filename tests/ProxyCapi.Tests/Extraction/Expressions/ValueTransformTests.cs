using ProxyCapi.Conversions;

namespace ProxyCapi.Tests.Extraction.Expressions;

public class ValueTransformTests
{
    [Theory]
    [InlineData("{' a b '|trim}", "a b")]
    [InlineData("{'aBc'|lower}", "abc")]
    [InlineData("{'aBc'|upper}", "ABC")]
    [InlineData("{'Order #1001 of 3'|regex:'#(\\d+)'}", "1001")]
    [InlineData("{'none'|regex:'#(\\d+)'}", null)]
    [InlineData("{'a-b-c'|replace:'-',''}", "abc")]
    [InlineData("{'a-b-c'|replace:-,+}", "a+b+c")]
    [InlineData("{'Herr'|map:'Herr=m','Frau=f'}", "m")]
    [InlineData("{' frau '|map:'Herr=m','Frau=f'}", "f")]
    [InlineData("{'Divers'|map:'Herr=m','Frau=f'}", null)]
    [InlineData("{'x'|map:'a=1','*=other'}", "other")]
    [InlineData("{'a/b/c'|split:'/',2}", "b")]
    [InlineData("{'a/b/c'|split:'/',-1}", "c")]
    [InlineData("{'a/b/c'|split:'/',4}", null)]
    [InlineData("{'a, b'|split:',',2}", "b")]
    [InlineData("{'1.234,56 €'|money}", "1234.56")]
    [InlineData("{'1.234'|money:','}", "1234")]
    [InlineData("{'1.234'|money:.}", "1.234")]
    [InlineData("{'1.234'|money:de}", "1234")]
    [InlineData("{'1.234'|money:en-GB}", "1.234")]
    [InlineData("{'1.234'|money}", null)]
    [InlineData("{'3 pcs'|number}", "3")]
    [InlineData("{'10470'|scale:0.01}", "104.70")]
    [InlineData("{'104.7'|scale:100}", "10470.0")]
    [InlineData("{'abc'|scale:0.01}", null)]
    [InlineData("{'12,00 €'|currency}", "EUR")]
    [InlineData("{'{\"a\":{\"b\":1}}'|json:a.b}", "1")]
    [InlineData("{'\"{\\\"a\\\":1}\"'|json:a}", "1")] // JSON text inside JSON text is decoded twice
    [InlineData("{'\"[{\\\"a\\\":1}]\"'|json:[0].a}", "1")]
    [InlineData("{'\"text\"'|json}", "text")]
    [InlineData("{'not json'|json}", null)]
    [InlineData("{'<p>a <b id=\"x\">c</b></p>'|html:b}", "c")]
    [InlineData("{'<p>a <b id=\"x\">c</b></p>'|html:'b@id'}", "x")]
    [InlineData("{query:none|default:EUR}", "EUR")]
    [InlineData("{''|default:EUR}", "EUR")]
    [InlineData("{'USD'|default:EUR}", "USD")]
    [InlineData("{'a%40b%20c'|urldecode}", "a@b c")]
    [InlineData("{'a &amp; b &#8364; &uuml;'|htmldecode}", "a & b € ü")]
    [InlineData("{'Anna Maria Schmidt'|name:first}", "Anna Maria")]
    [InlineData("{'Anna Maria Schmidt'|name:last}", "Schmidt")]
    [InlineData("{'Cher'|name:first}", "Cher")]
    [InlineData("{'Cher'|name:last}", null)]
    [InlineData("{'+49 (0)30'|digits}", "49030")]
    [InlineData("{query:none|upper|regex:'x'|split:'/',1|money|scale:2|json|htmldecode}", null)]
    [InlineData("{'it''s'|upper}", "IT'S")]
    [InlineData("{'a|b}c'|replace:'|','?'}", "a?b}c")]
    public void Read_Transform_GivesItsResult(string expression, string? expected) => Assert.Equal(expected, Reading.Text(expression, new TestExchange()));

    [Theory]
    [InlineData("de", "1.234", "1234")]
    [InlineData("en", "1.234", "1.234")]
    [InlineData("en", "1,234", "1234")]
    [InlineData("de-CH", "1.234", "1.234")]
    public void Read_MoneyWithoutArgument_ReadsByThePagesLanguage(string language, string printed, string expected)
    {
        var page = TestExchange.Page($"<html lang='{language}'><b>{printed}</b>");

        Assert.Equal(new ScalarValue(expected, ScalarKind.Number), Reading.Value("{css:b|money}", page));
        Assert.Equal(expected, Reading.Text("{css:b|number}", page));
    }

    [Fact]
    public void Read_MoneyOfAPageWithoutLang_ReadsByContentLanguage()
    {
        var page = TestExchange.Page("<b>1.234</b>") with { ResponseHeaders = [("Content-Language", "de-DE, en")] };

        Assert.Equal("1234", Reading.Text("{css:b|money}", page));
    }

    [Theory]
    [InlineData("KWD", "12.345", "12.345")]
    [InlineData("JPY", "12.345", "12345")]
    [InlineData("EUR", "12.345", null)]
    public void Read_Money_KnowsTheCurrencysDecimals(string currency, string printed, string? expected) =>
        Assert.Equal(expected, Reading.Text("{css:b|money}", TestExchange.Page($"<b>{printed}</b>"), currency));

    [Fact]
    public void Read_NumberOfAScript_IsNeverReadByLanguage()
    {
        var page = TestExchange.Page("""<html lang="de"><script>var o={"total":1.234}</script>""");

        Assert.Equal("1.234", Reading.Text("{script:'var o'|regex:'\\{.*\\}'|json:total|money}", page));
    }

    [Theory]
    [InlineData("{'x'|mony}", 6, "There is no transform 'mony'", "Did you mean 'money'?")]
    [InlineData("{'x'|}", 6, "A transform is missing behind '|'", null)]
    [InlineData("{'x'|replace:a}", 6, "'replace' takes 2 arguments, not 1", null)]
    [InlineData("{'x'|split:'/',0}", 6, "'split' takes a separator and a position", null)]
    [InlineData("{'x'|map:ab}", 6, "'map' takes pairs", null)]
    [InlineData("{'x'|scale:cents}", 6, "'scale' takes a factor", null)]
    [InlineData("{'x'|money:klingon}", 6, "'money' takes the decimal mark or a language", null)]
    [InlineData("{'x'|money:',',EUR}", 6, "'money' takes 0 to 1 arguments, not 2", null)]
    [InlineData("{'x'|regex:'('}", 6, "'(' is not a regular expression", null)]
    [InlineData("{'x'|json:'a['}", 6, "'a[' is not a JMESPath expression", null)]
    [InlineData("{'x'|html:'p['}", 6, "'p[' is not a CSS selector", null)]
    [InlineData("{'x'|name:middle}", 6, "'name' gives a part of a whole name", null)]
    [InlineData("{'x'|map:'a=1','A=2'}", 6, "'map' names 'A' twice", null)]
    public void Parse_WrongTransform_NamesPlaceAndCure(string expression, int column, string problem, string? cure)
    {
        var refusal = Reading.Refusal(expression);

        Assert.Equal(column, refusal.Column);
        Assert.StartsWith(problem, refusal.Problem, StringComparison.Ordinal);
        Assert.NotEmpty(refusal.Cure);
        Assert.True(cure is null || cure == refusal.Cure, refusal.Cure);
    }
}
