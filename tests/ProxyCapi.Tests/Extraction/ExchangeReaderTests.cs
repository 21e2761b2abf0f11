using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Diagnostics;
using ProxyCapi.Extraction;

namespace ProxyCapi.Tests.Extraction;

public sealed class ExchangeReaderTests : IDisposable
{
    private static RuleSet Rules => new() { Options = new ProxyCapiOptions(), Rules = [], Pixels = ImmutableDictionary<string, CompiledPixel>.Empty };

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ProxyCapiMetrics _metrics;
    private readonly ExchangeReader _reader;

    public ExchangeReaderTests()
    {
        _metrics = new ProxyCapiMetrics(_services.GetRequiredService<IMeterFactory>());
        _reader = new ExchangeReader(_metrics, NullLogger<ExchangeReader>.Instance);
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void Read_ConditionsHold_GivesTheConversion()
    {
        var result = Read(TestExchange.Page("<b>1.049,00 €</b>"), new RuleOptions { Event = "Purchase", When = ["css:b"], Unless = ["css:.failed"], CustomData = { ["value"] = "{css:b}" } });

        var conversion = Assert.Single(result.Conversions);
        Assert.Equal(ExchangeReason.Converted, result.Reason);
        Assert.Equal("1049.00", conversion.CustomData["value"].Text);
        Assert.Equal("rule0", conversion.Source);
    }

    [Theory]
    [InlineData("css:.absent", "css:.failed")]
    [InlineData("css:b", "css:b")]
    public void Read_ConditionDoesNotHold_GivesItsReason(string when, string unless)
    {
        var result = Read(TestExchange.Page("<b>1</b>"), new RuleOptions { Event = "Purchase", When = [when], Unless = [unless] });

        Assert.Empty(result.Conversions);
        Assert.Equal(ExchangeReason.Condition, result.Reason);
    }

    [Fact]
    public void Read_BodyCannotBeRead_GivesTheReasonToTheRulesThatNeedIt()
    {
        var page = new TestExchange { ResponseBody = CapturedBody.FromBytes([1, 2, 3], "text/html", "gzip") };

        Assert.Equal(ExchangeReason.Undecodable, Read(page, Rule("Purchase", ("value", "{css:b}"))).Reason);
        Assert.Equal("Lead", Assert.Single(Read(page, Rule("Purchase", ("value", "{css:b}")), Rule("Lead", ("content_name", "{path}"))).Conversions).EventName);
        Assert.Equal(ExchangeReason.TooLarge, Read(page with { ResponseBody = CapturedBody.FromBytes([1], "text/html", null, isTruncated: true) }, Rule("Purchase", ("value", "{css:b}"))).Reason);
    }

    [Fact]
    public void Read_HeaderConditionFails_TheBodyIsNotEvenDecoded()
    {
        var page = new TestExchange { ResponseBody = CapturedBody.FromBytes([1, 2, 3], "text/html", "gzip"), Query = "?failed=1" };
        var rule = Rule("Purchase", ("value", "{css:b}"));
        rule.Unless = ["query:failed"];

        Assert.Equal(ExchangeReason.Condition, Read(page, rule).Reason);
    }

    [Fact]
    public void Read_SeveralRules_EachGivesItsConversion()
    {
        var result = Read(TestExchange.Page("<b>5</b>"), Rule("Purchase", ("value", "{css:b}")), Rule("Lead", ("content_name", "{css:b}")));

        Assert.Equal(["Purchase", "Lead"], result.Conversions.Select(conversion => conversion.EventName));
    }

    [Fact]
    public void Read_EnrichingRule_FillsGapsOfTheSameEventAndOverridesNothing()
    {
        var enrich = new RuleOptions { Event = "Purchase", Enrich = true, EventId = "e-1", CustomData = { ["value"] = "2", ["currency"] = "EUR" }, UserData = { ["em"] = "a@b.example" } };

        var result = Read(TestExchange.Page("<b>5</b>"), enrich, Rule("Purchase", ("value", "{css:b}")), Rule("Lead", ("content_name", "x")));

        Assert.Equal(2, result.Conversions.Count);
        var purchase = result.Conversions.Single(conversion => conversion.EventName == "Purchase");
        Assert.Equal("5", purchase.CustomData["value"].Text);
        Assert.Equal("EUR", purchase.CustomData["currency"].Text);
        Assert.Equal("e-1", purchase.EventId);
        Assert.Equal(["a@b.example"], purchase.UserData["em"]);
        Assert.Empty(result.Conversions.Single(conversion => conversion.EventName == "Lead").UserData);
    }

    [Fact]
    public void Read_EachOnJson_EveryEntryIsAConversionOfItsOwn()
    {
        var answer = TestExchange.Answer("""
            {"customer":"x","orders":[{"no":"A","sum":10.5,"state":"paid","lines":[{"sku":"S1"},{"sku":"S2"}]},{"no":"B","sum":20,"state":"paid","lines":[{"sku":"S3"}]},{"no":"C","sum":1,"state":"open"}]}
            """);
        var rule = new RuleOptions
        {
            Event = "Purchase",
            When = ["json:customer == 'x'"],
            Each = "json:orders",
            Where = ["json:state == 'paid'"],
            EventId = "p-{order_id}",
            CustomData = { ["order_id"] = "{json:no}", ["value"] = "{json:sum}", ["contents"] = new RuleField { Each = "json:lines", Fields = { ["id"] = "{json:sku}" } } },
        };

        var conversions = Read(answer, rule).Conversions;

        Assert.Equal(["p-A", "p-B"], conversions.Select(conversion => conversion.EventId));
        Assert.Equal(["10.5", "20"], conversions.Select(conversion => conversion.CustomData["value"].Text));
        Assert.Equal(["S1 S2", "S3"], conversions.Select(conversion => string.Join(' ', conversion.Contents.Select(item => item.Fields["id"].Text))));
    }

    [Fact]
    public void Read_EachOnElements_LooksInsideTheEntry()
    {
        var page = TestExchange.Page("""
            <div class="order" id="A"><b>10,00 €</b><li data-sku="S1"></li></div><div class="order" id="B"><b>7,50 €</b><li data-sku="S2"></li><li data-sku="S3"></li></div>
            """);
        var rule = new RuleOptions
        {
            Event = "Purchase",
            Each = "css:.order",
            CustomData = { ["order_id"] = "{css:@id}", ["value"] = "{css:b|money}", ["contents"] = new RuleField { Each = "css:li", Fields = { ["id"] = "{css:@data-sku}" } } },
        };

        Assert.Equal(
            ["A 10.00 1", "B 7.50 2"],
            Read(page, rule).Conversions.Select(conversion => $"{conversion.OrderId} {conversion.CustomData["value"].Text} {conversion.Contents.Count}"));
    }

    [Fact]
    public void Read_EachFindsNothing_ProvesNothing() =>
        Assert.Equal(ExchangeReason.Condition, Read(TestExchange.Page("<b>1</b>"), new RuleOptions { Event = "Purchase", Each = "css:.order" }).Reason);

    [Theory]
    [InlineData("trial", "StartTrial")]
    [InlineData("plan", "Subscribe")]
    [InlineData("other", null)]
    [InlineData("own", null)]
    public void Read_EventNamedByThePage_IsAStandardEventOrNone(string offer, string? expected)
    {
        var rule = new RuleOptions { Event = "{form:offer|map:'trial=StartTrial','plan=Subscribe','own=MyOwn'}", CustomData = { ["content_name"] = "x" } };

        var result = Read(TestExchange.Posted($"offer={offer}", "application/x-www-form-urlencoded"), rule);

        Assert.Equal(expected, result.Conversions.SingleOrDefault()?.EventName);
        Assert.Equal(expected is null ? ExchangeReason.Condition : ExchangeReason.Converted, result.Reason);
    }

    [Fact]
    public void Read_OnlyAnEnrichingRule_ProvesNothing()
    {
        var result = Read(TestExchange.Page("<b>5</b>"), new RuleOptions { Event = "Purchase", Enrich = true, CustomData = { ["value"] = "{css:b}" } });

        Assert.Empty(result.Conversions);
        Assert.Equal(ExchangeReason.Condition, result.Reason);
    }

    [Fact]
    public void Read_ConditionsPatternOutOfTime_FailsThatRuleAlone()
    {
        // Look-behinds need the engine that backtracks: the pattern takes for ever on this page.
        var page = TestExchange.Page(new string('a', 5000) + "!");
        var rule = new RuleOptions { Event = "Purchase", Unless = ["regex:'(?<!x)(a+)+$'"] };

        Assert.Equal(ExchangeReason.Error, Read(page, rule).Reason);
        Assert.Equal("Lead", Assert.Single(Read(page, rule, Rule("Lead", ("content_name", "x"))).Conversions).EventName);
    }

    [Fact]
    public void Read_FieldsPatternOutOfTime_LeavesTheFieldOut()
    {
        var page = TestExchange.Page(new string('a', 5000) + "!");

        var conversion = Assert.Single(Read(page, Rule("Purchase", ("order_id", "{regex:'(?<!x)(a+)+$'}"), ("value", "5"))).Conversions);

        Assert.Equal(["value"], conversion.CustomData.Keys);
    }

    [Fact]
    public void Read_CatastrophicPatternWithoutLookAround_IsFast()
    {
        var conversion = Assert.Single(Read(TestExchange.Page(new string('a', 50_000) + "!"), Rule("Purchase", ("order_id", "{regex:'(a+)+$'}"), ("value", "{regex:'!'}"))).Conversions);

        Assert.Equal(["value"], conversion.CustomData.Keys);
    }

    [Fact]
    public void Read_PageOfNothingButStartTags_IsRefusedBeforeItCosts()
    {
        var page = TestExchange.Page(string.Concat(Enumerable.Repeat("<i><div>", 20_000)) + "<b class=total>5</b>");

        Assert.Equal(ExchangeReason.TooLarge, Read(page, Rule("Purchase", ("value", "{css:.total}"))).Reason);
        Assert.Equal("Lead", Assert.Single(Read(page, Rule("Purchase", ("value", "{css:.total}")), Rule("Lead", ("content_name", "{path}"))).Conversions).EventName);
    }

    [Fact]
    public void Read_PageDeeperThanAnyBrowserKeeps_IsRead()
    {
        var page = TestExchange.Page(string.Concat(Enumerable.Repeat("<div>", 900)) + "<b>5</b>");

        Assert.Equal("5", Assert.Single(Read(page, Rule("Purchase", ("value", "{css:b}"))).Conversions).CustomData["value"].Text);
    }

    private static RuleOptions Rule(string eventName, params (string Key, string Expression)[] customData) =>
        new() { Event = eventName, CustomData = customData.ToDictionary(field => field.Key, field => (RuleField)field.Expression) };

    private ReadResult Read(TestExchange exchange, params RuleOptions[] rules) =>
        _reader.Read(exchange.Build([.. rules.Select((rule, index) => Reading.Rule(rule, exchange, $"rule{index}"))]), Rules);
}
