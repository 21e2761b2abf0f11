using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ProxyCapi.Configuration;
using ProxyCapi.Diagnostics;
using ProxyCapi.Extraction;

namespace ProxyCapi.Tests.Extraction;

/// <summary>Where a rule and discovery speak of the same page: what the rule sets wins, what it leaves open discovery fills.</summary>
public sealed class RuleAndDiscoveryTests : IDisposable
{
    private const string Page = """
        <html lang="en"><body><b class="sum">70.00</b><script>
        fbq('track', 'Purchase', {value: 64.5, currency: 'GBP', order_id: '4711', contents: [{id: 'BELL', quantity: 1, item_price: 64.5}]}, {eventID: 'page-4711'});
        fbq('track', 'Lead', {}, {eventID: 'lead-1'});
        </script></body></html>
        """;

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ProxyCapiMetrics _metrics;
    private readonly ExchangeReader _reader;

    public RuleAndDiscoveryTests()
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
    public void NoRule_ThePageSpeaksForItself()
    {
        var result = Read(Page);

        Assert.Equal(["Purchase", "Lead"], result.Conversions.Select(conversion => conversion.EventName));
        Assert.All(result.Conversions, conversion => Assert.Equal("discovery:fbq", conversion.Source));
        Assert.Equal("page-4711", result.Conversions[0].EventId);
    }

    [Fact]
    public void PageThatLimitsItsPixel_LimitsTheRulesEventToo()
    {
        var page = Page.Replace("<script>", "<script>fbq('dataProcessingOptions', ['LDU'], 1, 1000);", StringComparison.Ordinal);

        var conversions = Read(page, new RuleOptions { Event = "Purchase", CustomData = { ["value"] = "{css:.sum|money}" } }).Conversions;

        Assert.All(conversions, conversion => Assert.Equal((1, 1000), (conversion.DataUse!.Country, conversion.DataUse.State)));
    }

    [Fact]
    public void Rule_WinsWhatItSets_AndTheRestIsFilled()
    {
        var purchase = Read(Page, new RuleOptions { Event = "Purchase", CustomData = { ["value"] = "{css:.sum|money}" } }).Conversions.Single(conversion => conversion.EventName == "Purchase");

        Assert.Equal("rule0", purchase.Source);
        Assert.Equal(("70.00", "GBP", "4711", "page-4711"), (purchase.CustomData["value"].Text, purchase.CustomData["currency"].Text, purchase.OrderId, purchase.EventId));
        Assert.Single(purchase.Contents);
    }

    [Fact]
    public void RuleOfAnotherOrder_TakesNothingFromThePage_AndThePageAddsNone()
    {
        var purchase = Assert.Single(
            Read(Page, new RuleOptions { Event = "Purchase", CustomData = { ["order_id"] = "1", ["value"] = "5" } }).Conversions, conversion => conversion.EventName == "Purchase");

        Assert.Equal("1", purchase.OrderId);
        Assert.False(purchase.CustomData.ContainsKey("currency"));
    }

    [Fact]
    public void RuleWhoseConditionDoesNotHold_SilencesItsEventAlone()
    {
        var result = Read(Page, new RuleOptions { Event = "Purchase", Unless = ["css:.sum"] });

        Assert.Equal("Lead", Assert.Single(result.Conversions).EventName);
    }

    [Fact]
    public void EnrichingRule_CorrectsWhatWasDiscovered()
    {
        var purchase = Read(Page, new RuleOptions { Event = "Purchase", Enrich = true, CustomData = { ["currency"] = "EUR" } }).Conversions[0];

        Assert.Equal(("discovery:fbq", "EUR", "64.5"), (purchase.Source, purchase.CustomData["currency"].Text, purchase.CustomData["value"].Text));
    }

    [Fact]
    public void EventThatIsNotAskedFor_IsNotReported() =>
        Assert.Equal("Lead", Assert.Single(Read(Page, new DiscoveryOptions { Events = ["Lead"] }).Conversions).EventName);

    [Fact]
    public void PageWithoutAMarker_IsNotSearched() => Assert.Equal(ExchangeReason.NoMarker, Read("<p>Hello</p>").Reason);

    [Fact]
    public void PageWithAMarkerAndNothingElse_HasItsOwnReason() => Assert.Equal(ExchangeReason.NoConversion, Read("<p title='Purchase'>Hello</p>").Reason);

    [Fact]
    public void HostThatNoPixelServes_IsNotSearched() => Assert.Equal(
        (ExchangeReason.NoConversion, 0),
        _reader.Read(Exchange(Page, new DiscoveryOptions { Events = ["Purchase"] }).Build(), Rules("other.example")) is var result ? (result.Reason, result.Conversions.Count) : default);

    private ReadResult Read(string html, params RuleOptions[] rules) => Read(html, new DiscoveryOptions { Events = ["Purchase", "Lead"] }, rules);

    private ReadResult Read(string html, DiscoveryOptions options, params RuleOptions[] rules)
    {
        var exchange = Exchange(html, options);
        return _reader.Read(exchange.Build([.. rules.Select((rule, index) => Reading.Rule(rule, exchange, $"rule{index}"))]), Rules("shop.example"));
    }

    private static TestExchange Exchange(string html, DiscoveryOptions options) => TestExchange.Page(html) with { Discovery = new CompiledDiscovery(options) };

    private static RuleSet Rules(string host) => new()
    {
        Options = new ProxyCapiOptions(),
        Rules = [],
        Pixels = ImmutableDictionary<string, CompiledPixel>.Empty.Add("main", new CompiledPixel { Name = "main", Id = "1", Hosts = new HostPatterns([host]) }),
    };
}
