namespace ProxyCapi.Tests.Extraction.Discovery;

public class DiscoveryMergeTests
{
    [Fact]
    public void Copies_InTheWaysOfOneCondition_AreOneEventWithTheId() => Assert.Equal(
        "Purchase fbq: currency=EUR value=10 | ids a | id e1",
        Discover.Script("""
            if (typeof x.y !== 'undefined') { fbq('track', 'Purchase', {value: 10, currency: 'EUR', content_ids: ['a']}, {eventID: 'e1'}); }
            else if (document.cookie.indexOf('z') > 0) { fbq('track', 'Purchase', {value: 10, currency: 'EUR', content_ids: ['a']}); }
            else { fbq('track', 'Purchase', {value: 10, currency: 'EUR', content_ids: ['a']}); }
            """).Print());

    [Theory]
    [InlineData("fbq('trackSingle','111','Purchase',{value:10,currency:'EUR'}); fbq('trackSingle','999','Purchase',{value:10,currency:'EUR'})")]
    [InlineData("fbq('track','Purchase',{value:10,currency:'EUR'}); fbq('track','Purchase',{value:8.40,currency:'EUR'})")]
    [InlineData("fbq('track','Purchase',{value:10,currency:'EUR'}); fbq('track','Purchase',{value:10}); dataLayer.push({event:'purchase',ecommerce:{value:12,currency:'EUR'}}); gtag('event','purchase',{value:12,currency:'EUR'})")]
    public void Copies_WithoutIds_AreOneEvent(string script) => Assert.Equal("Purchase fbq: currency=EUR value=10", Discover.Script(script).Print());

    [Fact]
    public void Fields_OfTheBetterSource_WinAndTheOtherFillsGaps() => Assert.Equal(
        "Purchase fbq: content_type=product currency=EUR num_items=2 order_id=42 value=100.00 | ids 7-0 | id e1",
        Discover.Script("""
            gtag('event', 'purchase', {transaction_id: 'XKBKNABJK', value: 119.00, currency: 'EUR', items: [{item_id: 'REF7', quantity: 2, price: 59.5}]});
            fbq('track', 'Purchase', {value: 100.00, order_id: 42, content_ids: ['7-0'], content_type: 'product'}, {eventID: 'e1'});
            """).Print());

    [Fact]
    public void Lines_OfAnotherSource_AreTakenWhereTheIdsAgree() => Assert.Equal(
        "Purchase fbq: currency=EUR num_items=2 value=100 | A 2 x 50 | ids A",
        Discover.Script("""
            fbq('track', 'Purchase', {value: 100, currency: 'EUR', content_ids: ['A']});
            dataLayer.push({event: 'purchase', ecommerce: {items: [{item_id: 'A', quantity: 2, price: 50}]}});
            """).Print());

    [Fact]
    public void Orders_ThatAreSeveral_StaySeveralAndShareNoId() => Assert.Equal(
        "Purchase fbq: currency=EUR order_id=1 value=10\nPurchase fbq: currency=EUR num_items=1 order_id=2 value=20 | B 1 x ?",
        Discover.Script("""
            fbq('track', 'Purchase', {value: 10, currency: 'EUR', order_id: '1'}, {eventID: 'page'});
            fbq('track', 'Purchase', {value: 20, currency: 'EUR', order_id: '2'}, {eventID: 'page'});
            fbq('track', 'Purchase', {value: 20, currency: 'EUR'});
            dataLayer.push({event: 'purchase', ecommerce: {transaction_id: '2', items: [{item_id: 'B', quantity: 1}]}});
            """).Print());

    [Fact]
    public void Orders_ThatOnlyTheLowerSourceKnows_CountBesideThoseOfTheBetterOne() => Assert.Equal(
        "Purchase fbq: order_id=1 value=10\nPurchase dataLayer: order_id=2 value=20",
        Discover.Script("""
            fbq('track', 'Purchase', {value: 10, order_id: '1'});
            dataLayer.push({event: 'purchase', ecommerce: {transaction_id: '1', value: 10}}, {event: 'purchase', ecommerce: {transaction_id: '2', value: 20}});
            """).Print());

    [Fact]
    public void Orders_ThatCannotBeMatched_AreNotCountedTwice()
    {
        var result = Discover.Script("""
            fbq('track', 'Purchase', {value: 30, order_id: '77'});
            dataLayer.push({event: 'purchase', ecommerce: {transaction_id: '1', value: 10}}, {event: 'purchase', ecommerce: {transaction_id: '2', value: 20}});
            """);

        Assert.Equal("Purchase fbq: order_id=77 value=30", result.Print());
        Assert.Equal(2, result.Findings.Rejections.Count);
    }

    [Fact]
    public void Products_PutIntoTheCartTogether_AreSeveralEventsAndTheirCopiesAreNot() => Assert.Equal(
        "AddToCart fbq: value=1 | ids a | id 1\nAddToCart fbq: value=2 | ids b | id 2",
        Discover.Script("""
            fbq('track', 'AddToCart', {value: 1, content_ids: ['a']}, {eventID: '1'});
            fbq('track', 'AddToCart', {value: 2, content_ids: ['b']}, {eventID: '2'});
            fbq('track', 'AddToCart', {value: 1, content_ids: ['a']});
            dataLayer.push({event: 'add_to_cart', ecommerce: {items: [{item_id: 'SKU-A'}]}}, {event: 'add_to_cart', ecommerce: {items: [{item_id: 'SKU-B'}]}});
            """).Print());

    [Fact]
    public void Visitor_OfTheBetterSource_WinsEachKey() => Assert.Equal(
        "ct=Ulm em=pixel@shop.example",
        Discover.Script("""
            dataLayer.push({event: 'purchase', ecommerce: {transaction_id: 1}, user_data: {email: 'layer@shop.example', address: {city: 'Ulm'}}});
            fbq('init', '111', {em: 'pixel@shop.example'}); fbq('track', 'Purchase', {order_id: 1});
            """).PrintUser());
}
