namespace ProxyCapi.Tests.Extraction.Discovery.Bodies;

/// <summary>The APIs of known shop systems.</summary>
public class ShopApiSourceTests
{
    private const string WooCart = """
        {"items":[{"key":"x","id":7,"quantity":3,"name":"Mug","prices":{"price":"1450","currency_code":"EUR","currency_minor_unit":2}},{"key":"y","id":8,"quantity":1,"prices":{"price":"100","currency_code":"EUR","currency_minor_unit":2}}],
         "extensions":{"facebook-for-woocommerce":{"events":[{"name":"AddToCart","params":{"event_id":"ev-1"}}]}}}
        """;

    [Fact]
    public void Medusa2_HasDecimals() =>
        Assert.Equal("Purchase 1042 65 EUR S-1/1/65", AnswerReading.Posted(
            "/store/carts/cart_1/complete",
            """{"type":"order","order":{"id":"order_01","display_id":1042,"total":65,"currency_code":"eur","email":"a@example.com","items":[{"id":"ordli_1","variant_sku":"S-1","quantity":1,"unit_price":65}]}}""").One());

    [Fact]
    public void Medusa1_HasMinorUnits() =>
        Assert.Equal("Purchase 12 65.50 EUR S-1/1/65.50", AnswerReading.Posted(
            "/store/carts/cart_1/complete",
            """{"type":"order","data":{"id":"order_01","display_id":12,"total":6550,"currency_code":"eur","items":[{"id":"item_1","variant":{"sku":"S-1"},"quantity":1,"unit_price":6550}]}}""").One());

    [Fact]
    public void MedusaCart_IsNotPaid() =>
        Assert.Contains("not paid", AnswerReading.Posted("/store/carts/cart_1/complete", """{"type":"cart","cart":{"id":"cart_1","total":65,"currency_code":"eur"},"error":null}""").Nothing(), StringComparison.Ordinal);

    private const string Sylius = """
        {"@id":"/api/v2/shop/orders/tok","number":"000000021","tokenValue":"tok","checkoutState":"completed","paymentState":"awaiting_payment","currencyCode":"EUR","total":5550,
         "items":[{"@id":"/api/v2/shop/orders/tok/items/9","variant":"/api/v2/shop/product-variants/MUG-L","quantity":2,"unitPrice":2500,"total":5000}]}
        """;

    [Fact]
    public void Sylius_HasMinorUnits_AndNamesItsVariantsByAddress() => Assert.Equal(
        "Purchase 000000021 55.50 EUR MUG-L/2/25.00", (AnswerReading.Posted("/api/v2/shop/orders/tok/complete", Sylius) with { Method = "PATCH" }).One());

    [Theory]
    [InlineData("\"completed\"", "\"payment_selected\"", "not completed")]
    [InlineData("\"awaiting_payment\"", "\"cancelled\"", "cancelled")]
    public void Sylius_BeforeTheEnd_IsNothing(string said, string instead, string reason) => Assert.Contains(
        reason, (AnswerReading.Posted("/api/v2/shop/orders/tok/complete", Sylius.Replace(said, instead, StringComparison.Ordinal)) with { Method = "PATCH" }).Nothing(), StringComparison.Ordinal);

    [Fact]
    public void BigCommerce_HasAListOfEachKindOfLine() => Assert.Equal(
        "Purchase 5 55.5 EUR S/1/50.5 D/1/5.0",
        AnswerReading.Posted("/api/storefront/orders", """
            {"orderId":5,"orderAmount":55.5,"currency":{"code":"EUR"},"lineItems":{"physicalItems":[{"id":"l1","sku":"S","quantity":1,"salePrice":50.5}],"digitalItems":[{"sku":"D","quantity":1,"salePrice":5.0}],"giftCertificates":[]}}
            """).One());

    [Theory]
    [InlineData("/api/storefront/orders/5", "https://shop.example/checkout/order-confirmation", true)]
    [InlineData("/api/orders/5", "https://shop.example/thank-you?x=1", true)]
    [InlineData("/api/orders/5", "https://shop.example/account/orders/5", false)]
    [InlineData("/api/orders/5", "https://other.example/thank-you", false)]
    [InlineData("/api/orders/5", null, false)]
    [InlineData("/api/cart/5", "https://shop.example/thank-you", false)]
    [InlineData("/api/account/orders/5", "https://shop.example/thank-you", false)]
    public void OrderThatIsAskedFor_CountsIfTheConfirmationPageAsks(string path, string? referer, bool counts)
    {
        var exchange = AnswerReading.Posted(path, """{"order":{"orderNumber":"A-5","total":"55.50","currency":"EUR"}}""") with
        {
            Method = "GET",
            RequestHeaders = referer is null ? [] : [("Referer", referer)],
        };

        Assert.Equal(counts ? 1 : 0, exchange.Read().Conversions.Count);
    }

    [Theory]
    [InlineData("addPaymentToOrder", "PaymentSettled")]
    [InlineData("transitionOrderToState", "PaymentAuthorized")]
    public void VendureOrder_HasMinorUnits_AlsoInABatch(string mutation, string state)
    {
        var answer = """{"data":{"MUTATION":{"__typename":"Order","code":"ABC","state":"STATE","totalWithTax":6450,"currencyCode":"GBP","lines":[{"id":"3","quantity":1,"unitPriceWithTax":6450,"productVariant":{"id":"9","sku":"S-9"}}],"customer":{"emailAddress":"a@example.com"}}}}"""
            .Replace("MUTATION", mutation, StringComparison.Ordinal).Replace("STATE", state, StringComparison.Ordinal);

        Assert.Equal("Purchase ABC 64.50 GBP S-9/1/64.50", AnswerReading.Posted("/shop-api", answer).One());
        Assert.Equal("Purchase ABC 64.50 GBP S-9/1/64.50", AnswerReading.Posted("/shop-api", """[{"data":{"activeChannel":{"id":"1"}}},""" + answer + "]").One());
    }

    [Theory]
    [InlineData("""{"data":{"addPaymentToOrder":{"__typename":"PaymentDeclinedError","errorCode":"PAYMENT_DECLINED_ERROR","message":"x"}}}""")]
    [InlineData("""{"data":{"addPaymentToOrder":{"__typename":"Order","code":"ABC","state":"ArrangingPayment","totalWithTax":6450,"currencyCode":"GBP"}}}""")]
    [InlineData("""{"errors":[{"message":"x"}],"data":{"addPaymentToOrder":{"__typename":"Order","code":"ABC","state":"PaymentSettled","totalWithTax":6450,"currencyCode":"GBP"}}}""")]
    [InlineData("""{"data":{"checkoutComplete":{"errors":[{"code":"CARD_DECLINED"}],"order":null}}}""")]
    [InlineData("""{"data":{"checkoutComplete":{"errors":[],"order":null,"confirmationNeeded":true}}}""")]
    public void GraphFailures_AreNothing_WithAReason(string answer) => Assert.NotEmpty(AnswerReading.Posted("/graphql", answer).Nothing());

    [Fact]
    public void VendureOrder_ThatIsOnlyQueried_IsNothing() =>
        AnswerReading.Posted("/shop-api", """{"data":{"orderByCode":{"__typename":"Order","code":"ABC","state":"PaymentSettled","totalWithTax":6450,"currencyCode":"GBP"}}}""").Nothing();

    [Fact]
    public void SaleorOrder_HasDecimals() =>
        Assert.Equal("Purchase 77 65 USD S-2/2/32.5", AnswerReading.Posted(
            "/graphql/",
            """{"data":{"checkoutComplete":{"errors":[],"order":{"id":"T3JkZXI=","number":"77","userEmail":"a@example.com","total":{"gross":{"amount":65,"currency":"USD"}},"lines":[{"id":"l","quantity":2,"variant":{"id":"v","sku":"S-2"},"unitPrice":{"gross":{"amount":32.5,"currency":"USD"}}}]}}}}""").One());

    [Fact]
    public void WooCart_TellsWhatWasAdded_WithTheBrowsersEventId()
    {
        var exchange = AnswerReading.Posted("/wp-json/wc/store/v1/cart/add-item", WooCart, """{"id":7,"quantity":2}""", 201);

        Assert.Equal("AddToCart - 29.00 EUR 7/2/14.50", exchange.One());
        Assert.Equal("ev-1", exchange.Read().Conversions[0].EventId);
    }

    [Fact]
    public void WooBatch_IsReadPartByPart()
    {
        const string Request = """{"requests":[{"path":"/wc/store/v1/cart/add-item","method":"POST","body":{"id":7,"quantity":1}}]}""";

        Assert.Equal("AddToCart - 14.50 EUR 7/1/14.50", AnswerReading.Posted("/wp-json/wc/store/v1/batch", """{"responses":[{"status":201,"body":""" + WooCart + "}]}", Request, 207).One());
        Assert.Contains("status 400", AnswerReading.Posted("/wp-json/wc/store/v1/batch", """{"responses":[{"status":400,"body":{"code":"out_of_stock"}}]}""", Request, 207).Nothing(), StringComparison.Ordinal);
    }

    [Fact]
    public void WooFragment_HoldsThePixelsCall()
    {
        var exchange = AnswerReading.Posted(
            "/",
            """{"fragments":{"div.widget":"<div>1</div>","div.wc-facebook-pixel-event-placeholder":"<div><script>jQuery(function(){fbq('track','AddToCart',{\"value\":\"14.50\",\"currency\":\"EUR\",\"content_ids\":\"[\\\"7\\\"]\"},{\"eventID\":\"ev-2\"});});</script></div>"},"cart_hash":"x"}""");

        Assert.Equal("AddToCart - 14.50 EUR", exchange.One());
        Assert.Equal("ev-2", exchange.Read().Conversions[0].EventId);
    }

    [Fact]
    public void AFragment_NestedTooDeep_IsNothing() =>
        Assert.Contains("too deep", AnswerReading.Posted("/", "{\"fragments\":{\"a\":\"fbq" + string.Concat(Enumerable.Repeat("<i>", 4000)) + "\"}}").Nothing(), StringComparison.Ordinal);

    [Fact]
    public void MagentosOrderId_Alone_SaysWhyItIsNothing() =>
        Assert.Contains("id alone", AnswerReading.Posted("/rest/default/V1/carts/mine/payment-information", "\"3391\"", """{"email":"a@example.com"}""").Nothing(), StringComparison.Ordinal);
}
