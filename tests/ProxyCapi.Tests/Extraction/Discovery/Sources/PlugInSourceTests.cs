using ProxyCapi.Extraction.Discovery;

namespace ProxyCapi.Tests.Extraction.Discovery.Sources;

public class PlugInSourceTests
{
    [Fact]
    public void MetaForWoo_EventQueue_IsReadWithoutAnyCall() => Assert.Equal(
        "Purchase plug-in: content_type=product currency=EUR order_id=1042 value=104.70 | wc_post_id_1 2 x ? | ids wc_post_id_1 | id 5f-1",
        Discover.Script("""
            var wc_facebook_pixel_data = {"pixelId":"111","eventQueue":[{"name":"PageView","params":{},"method":"track","eventId":"x"},
              {"name":"Purchase","params":{"content_ids":"[\"wc_post_id_1\"]","contents":"[{\"id\":\"wc_post_id_1\",\"quantity\":2}]","content_type":"product",
              "value":"104.70","currency":"EUR","order_id":1042},"method":"track","eventId":"5f-1"}]};
            """).Print());

    [Fact]
    public void MetaForWoo_EventThatWaitsForConsent_IsNotSent()
    {
        var result = Discover.Script("fbq('consent','revoke'); FacebookSignals.queueEvent({name:'Purchase',params:{value:5,currency:'EUR'},eventId:'a'});");

        Assert.Empty(result.Events);
        Assert.Equal("FacebookSignals.queueEvent Purchase: the plug-in holds the event back until the shopper agrees", result.PrintRejections());
    }

    [Fact]
    public void PixelYourSite_StaticEvents_CountAndOthersDoNot()
    {
        var result = Discover.Script("""
            var pysOptions = {"staticEvents":{"facebook":{"woo_purchase":[{"delay":0,"type":"static","name":"Purchase","pixelIds":["111"],"eventID":"8b7c",
              "params":{"content_type":"product","content_ids":["12"],"contents":[{"id":"12","quantity":1}],"currency":"PLN","value":"59.90","order_id":77}}]},
              "ga":{"woo_purchase":[{"name":"purchase","params":{"transaction_id":"77","currency":"PLN","value":"55.00"}}]}},
              "dynamicEvents":{"woo_add_to_cart":{"facebook":{"name":"AddToCart","params":{"value":1,"currency":"PLN"}}}},
              "triggerEvents":[],"facebook":{"advancedMatching":{"em":"jan@shop.example","external_id":"9"}}};
            """);

        Assert.Equal("Purchase plug-in: content_type=product currency=PLN order_id=77 value=59.90 | 12 1 x ? | ids 12 | id 8b7c", result.Print());
        Assert.Equal("em=jan@shop.example external_id=9", result.PrintUser());
    }

    [Theory]
    [InlineData("'pixelIds':['999']", "{}")]
    [InlineData("'pixelIds':['111']", "{'facebook_disabled_by_api':true}")]
    public void PixelYourSite_EventForAnotherPixelOrHeldBack_DoesNotCount(string pixels, string consent) => Assert.Empty(Discover.Script(
        "var pysOptions = {'gdpr':" + consent + ",'staticEvents':{'facebook':{'p':[{'name':'Purchase'," + pixels + ",'params':{'value':1,'currency':'EUR'}}]}}};").Events);

    [Fact]
    public void Shopify_Checkout_IsAnOrderOnceItHasAnId()
    {
        var result = Discover.Script("""
            window.Shopify = window.Shopify || {}; Shopify.checkout = {"created_at":"2026-01-02T10:00:00Z","currency":"CAD","email":"zoe@shop.example","order_id":4411,"total_price":"61.50",
              "line_items":[{"price":"30.75","quantity":2,"sku":"HAT","title":"Hat","variant_id":9}],
              "billing_address":{"first_name":"Zoe","city":"Laval","province_code":"QC","country_code":"CA","zip":"H7A"}};
            """);

        Assert.Equal("Purchase plug-in: currency=CAD order_id=4411 value=61.50 | HAT 2 x 30.75", result.Print());
        Assert.Equal("country=CA ct=Laval em=zoe@shop.example fn=Zoe st=QC zp=H7A", result.PrintUser());
        Assert.Empty(Discover.Script("Shopify = {}; Shopify.checkout = {\"currency\":\"CAD\",\"order_id\":null,\"total_price\":\"61.50\"}").Events);
    }

    [Fact]
    public void Source_ThatThrows_CostsOnlyItself()
    {
        var failures = new List<string>();
        var page = new DiscoveredPage(
            new ProxyCapi.Extraction.Documents.ExchangeDocument(
                TestExchange.Page("<script>fbq('track','Lead')</script>").Build(), new ProxyCapi.Configuration.CaptureOptions()),
            Discover.Settings);

        var result = new DiscoveryReader([new Broken(), .. DiscoverySources.All]).Read(page, (source, exception) => failures.Add($"{source.GetType().Name} {exception.Message}"));

        Assert.Equal("Lead fbq: ", result.Print());
        Assert.Equal(["Broken broken"], failures);
    }

    private sealed class Broken : IDiscoverySource
    {
        public void Read(DiscoveredPage page, Findings findings)
        {
            findings.Candidates.Add(new Candidate { EventName = "Purchase", Source = CandidateSource.Pixel, Origin = "broken" });
            throw new InvalidOperationException("broken");
        }
    }
}
