using ProxyCapi.Extraction.Discovery.Embedded;
using ProxyCapi.Extraction.Discovery.Markup;

namespace ProxyCapi.Tests.Extraction.Discovery.Markup;

public class SchemaOrderTests
{
    private const string Order = """
        "@type":"Order","orderNumber":"007","price":"1.059,80","priceCurrency":"EUR","customer":{"@type":"Person","givenName":"Ada","familyName":"Roth","email":"ada@shop.example"},
        "merchant":{"@type":"Organization","email":"shop@shop.example"},"billingAddress":{"@type":"PostalAddress","addressLocality":"Bonn","addressCountry":{"@type":"Country","name":"DE"}},
        "acceptedOffer":[{"@type":"Offer","itemOffered":{"@type":"Product","sku":"A","name":"Pan"},"price":"529,90","eligibleQuantity":{"value":2}}]
        """;

    [Fact]
    public void JsonLd_OrderInAGraphAndCData_IsRead()
    {
        var found = JsonLd("//<![CDATA[\n{\"@context\":\"https://schema.org\",\"@graph\":[{\"@type\":\"Organization\",\"email\":\"shop@shop.example\"},{" + Order + "}]}\n//]]>");

        Assert.Equal("Purchase: currency=EUR order_id=007 value=1059.80 | A 2 x 529.90", found.Print());
        Assert.Equal("country=DE ct=Bonn em=ada@shop.example fn=Ada ln=Roth", found.PrintBuyer());
    }

    [Fact]
    public void JsonLd_BrokenBlock_CostsOnlyItself() => Assert.Equal(
        "Purchase: currency=EUR order_id=007 value=1059.80 | A 2 x 529.90", JsonLd("{\"@type\":\"Order\",,}", "[{" + Order + "}]").Print());

    [Fact]
    public void JsonLd_OrderedItems_AreLines() => Assert.Equal("Purchase: currency=GBP order_id=9 value=30.00 | X 3 x 10.00", JsonLd("""
        {"@type":"Order","orderNumber":9,"totalPaymentDue":{"@type":"PriceSpecification","price":"30.00","priceCurrency":"GBP"},
         "orderedItem":[{"@type":"OrderItem","orderQuantity":3,"orderedItem":{"@type":"Product","sku":"X","offers":{"price":"10.00"}}}]}
        """).Print());

    [Theory]
    [InlineData("OrderDelivered")]
    [InlineData("OrderCancelled")]
    [InlineData("OrderReturned")]
    [InlineData("OrderInTransit")]
    public void JsonLd_OldOrRefusedOrder_DoesNotCount(string status)
    {
        var found = JsonLd("{\"orderStatus\":\"https://schema.org/" + status + "\"," + Order + "}");

        Assert.Empty(found.Candidates);
        Assert.Single(found.Rejections);
    }

    [Theory]
    [InlineData("""{"@type":"Product","sku":"A","offers":{"price":"5","priceCurrency":"EUR"}}""")]
    [InlineData("""{"@type":"ParcelDelivery","partOfOrder":{"@type":"Order","orderNumber":"1","price":"5","priceCurrency":"EUR"}}""")]
    [InlineData("""{"@type":"Invoice","totalPaymentDue":{"price":"5","priceCurrency":"EUR"}}""")]
    public void JsonLd_WhatIsNoOrder_SaysNothing(string json) => Assert.Equal("", JsonLd(json).Print());

    [Fact]
    public void JsonLd_SeveralOrders_AreNotGuessed() => Assert.Equal(
        "no: the page lists several orders: it is an account's history, not a confirmation", JsonLd("""[{"@type":"Order","orderNumber":"1"},{"@type":"Order","orderNumber":"2"}]""").Print());

    [Fact]
    public void Microdata_NestedPrices_AreTheLinesOwn() => Assert.Equal("Purchase: currency=EUR order_id=TH-90 value=37.50 | TB-50 3 x 12.50", Microdata("""
        <div itemscope itemtype="https://schema.org/Order" itemref="sum"><span itemprop="orderNumber">TH-90</span>
        <p itemprop="acceptedOffer" itemscope itemtype="https://schema.org/Offer"><span itemprop="itemOffered" itemscope itemtype="https://schema.org/Product"><meta itemprop="sku" content="TB-50"></span>
        <span itemprop="price">12,50</span><data itemprop="eligibleQuantity" value="3"></data></p></div>
        <p id="sum"><b itemprop="price">€ 37,50</b><meta itemprop="priceCurrency" content="EUR"></p>
        """).Print());

    [Fact]
    public void Microdata_OrderThatIsAPropertyOfAnother_SaysNothing() => Assert.Equal("", Microdata("""
        <div itemscope itemtype="https://schema.org/ParcelDelivery"><p itemprop="partOfOrder" itemscope itemtype="https://schema.org/Order"><b itemprop="orderNumber">1</b><b itemprop="price" content="5"></b></p></div>
        """).Print());

    [Fact]
    public void Odoo_Attribute_IsTheOrder() => Assert.Equal("Purchase: currency=EUR num_items=2 order_id=S00042 value=25.5 | 40 2.0 x 12.75", Read.By(new OdooSource(), TestExchange.Page("""
        <div class="oe_website_sale_tx_status" data-order-tracking-info="{&#34;transaction_id&#34;:&#34;S00042&#34;,&#34;value&#34;:25.5,&#34;currency&#34;:&#34;EUR&#34;,&#34;items&#34;:[{&#34;item_id&#34;:40,&#34;quantity&#34;:2.0,&#34;price&#34;:12.75}]}"></div>
        """)).Print());

    [Fact]
    public void Magento_OrdersTrackingData_HasEnglishNumbersOnAnyPage() => Assert.Equal("Purchase: currency=EUR num_items=1 order_id=000000042 value=1304.41 | M-1 1 x 1299.41", Read.By(new MagentoSource(), TestExchange.Page("""
        <html lang="de"><script type="text/x-magento-init">{"*":{"Magento_GoogleGtag/js/google-analytics":{"ordersTrackingData":{"currency":"EUR",
        "orders":[{"transaction_id":"000000042","value":"1,304.41"}],"products":[{"item_id":"M-1","price":"1,299.41","quantity":1}]}}}}</script>
        """)).Print());

    [Fact]
    public void Magento_MetaPixel_HasACurrencyInLowerCase() => Assert.Equal("Purchase: currency=USD order_id=7 value=12.5", Read.By(new MagentoSource(), TestExchange.Page("""
        <script type="text/x-magento-init">{"*":{"Meta_Conversion/js/metaPixelTracker":{"browserEventData":{"event":"Purchase","track":"trackCustom","payload":{"currency":"usd","value":12.5,"order_id":"7"}}}}}</script>
        """)).Print());

    [Fact]
    public void Shopware_FinishPage_LeavesPromotionsOut() => Assert.Equal("Purchase: currency=EUR order_id=10042 value=45.5 | SW-1 2 x 25.25", Read.By(new ShopwareSource(), TestExchange.Page(Shopware + "<p class='finish-ordernumber' data-order-number='10042'></p>")).Print());

    [Fact]
    public void Shopware_ConfirmPage_IsNoOrderYet() => Assert.Equal("", Read.By(new ShopwareSource(), TestExchange.Page(Shopware)).Print());

    private const string Shopware = "<div class='hidden-line-items-information' data-currency='EUR' data-value='45.5'><span class='hidden-line-item' data-id='a' data-sku='SW-1' data-quantity='2' data-price='25.25'></span><span class='hidden-line-item' data-id='promo' data-quantity='1' data-price='-5'></span></div>";

    private static ProxyCapi.Extraction.Discovery.Findings JsonLd(params string[] blocks) => Read.By(
        new JsonLdSource(), TestExchange.Page("<html lang=de>" + string.Concat(blocks.Select(block => $"<script type=\"application/ld+json\">{block}</script>"))));

    private static ProxyCapi.Extraction.Discovery.Findings Microdata(string html) => Read.By(new MicrodataSource(), TestExchange.Page("<html lang=nl>" + html));
}
