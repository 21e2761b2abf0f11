using ProxyCapi.Configuration;
using ProxyCapi.Extraction.Discovery.Pinning;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Tests.Extraction.Discovery.Pinning;

/// <summary>Which places of a page a rule may name, and which not.</summary>
public class RulePinningTests
{
    [Fact]
    public void Pin_APriceThatHappensToBeTheTotal_IsNoPlaceOfTheTotal()
    {
        var rule = Pin("<script>var t = 10 * 2; fbq('track', 'Purchase', {value: t, currency: 'EUR', contents: [{id: 'A', quantity: 1, item_price: 20}], order_id: 'A-1'})</script>");

        Assert.False(rule.CustomData.ContainsKey("value"));
        Assert.Equal(["currency", "order_id"], rule.CustomData.Keys.Order());
    }

    [Fact]
    public void Pin_ADeadScriptWithTheSameEvent_IsNotTheOneThatIsNamed()
    {
        var rule = Pin(
            "<script>function later() { fbq(\"track\", \"Purchase\", {value: 1, currency: \"USD\"}) }</script>",
            "<script>fbq('track', 'Purchase', {value: 20.5, currency: 'EUR', order_id: 'A-1'})</script>");

        Assert.Contains("'track'', ''Purchase'", Assert.Single(rule.When), StringComparison.Ordinal);
    }

    [Fact]
    public void Pin_AnEventIdMadeOfTheOrders_IsMadeOfItAgain() => Assert.Equal(
        "shop-{order_id}", Pin("<script>var o = 'A-17'; fbq('track', 'Purchase', {value: 20.5, currency: 'EUR', order_id: 'A-17'}, {eventID: 'shop-' + o})</script>").EventId);

    [Fact]
    public void Pin_AKeyThatNamesThisOrder_IsNoPlace() =>
        Assert.False(PinAnswer("""{"orders": {"Order:17": {"orderNumber": "A-17", "status": "paid", "currency": "EUR", "total": 20.5}}}""")?.CustomData.ContainsKey("value") ?? false);

    [Fact]
    public void Pin_TwoOrdersOnOnePage_AreLeftToDiscovery()
    {
        var pinned = Pinned(TestExchange.Page("""
            <script>fbq('track', 'Purchase', {value: 1, currency: 'EUR', order_id: 'A-1'}); fbq('track', 'Purchase', {value: 2, currency: 'EUR', order_id: 'A-2'})</script>
            """));

        Assert.Empty(pinned.Rules);
        Assert.Contains("left to discovery", Assert.Single(pinned.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Pin_ANameThatIsTaken_TakesAnother() => Assert.Equal(
        ["purchase2"], Pinned(TestExchange.Page("<script>fbq('track', 'Purchase', {value: 20.5, currency: 'EUR', order_id: 'A-1'})</script>"), "Purchase").Rules.Keys);

    private static RuleOptions Pin(params string[] html) => Assert.Single(Pinned(TestExchange.Page(string.Concat(html))).Rules).Value;

    private static RuleOptions? PinAnswer(string json) => Pinned(TestExchange.Answer(json) with { Method = "POST", Path = "/api/orders" }).Rules.Values.FirstOrDefault();

    private static PinnedRules Pinned(TestExchange exchange, params string[] taken)
    {
        var document = new ExchangeDocument(exchange.Build(), new CaptureOptions());
        return RulePinning.Of(document, Discover.Exchange(exchange).Events, taken);
    }
}
