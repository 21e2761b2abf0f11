using ProxyCapi.Capture;

namespace ProxyCapi.Tests.Extraction.Discovery.Bodies;

public class OrderAnswerSourceTests
{
    [Theory]
    [InlineData("""{"order_id":"A-1","total":64.5,"currency":"gbp"}""")]
    [InlineData("""{"order":{"number":"A-1","total":{"amount":64.5,"currency":"GBP"}}}""")]
    [InlineData("""{"data":{"order":{"orderNumber":"A-1","totals":{"grand_total":"64.5","currency_code":"GBP"}}}}""")]
    [InlineData("""{"result":{"orderNumber":"A-1","total":"£64.5"}}""")]
    [InlineData("""{"order":{"id":"A-1","totalPrice":{"gross":{"amount":64.5,"currency":"GBP"}}}}""")]
    [InlineData("""{"id":"A-1","order_total":64.5,"currency":{"code":"GBP"}}""")]
    public void AnOrder_InTheShapesThatApisUse_IsAPurchase(string answer) =>
        Assert.Equal("Purchase A-1 64.5 GBP", AnswerReading.Posted("/api/orders", answer, status: 201).One());

    [Theory]
    [InlineData("""{"order_id":"1","total_cents":6450,"currency":"GBP"}""", "64.50 GBP")]
    [InlineData("""{"orderId":"1","totalInCents":6450,"currency":"GBP"}""", "64.50 GBP")]
    [InlineData("""{"orderId":"1","total_minor":"6450","currency":"GBP"}""", "64.50 GBP")]
    [InlineData("""{"orderId":"1","total":"6450","currency_minor_unit":2,"currency_code":"GBP"}""", "64.50 GBP")]
    [InlineData("""{"orderId":"1","totalPrice":{"centAmount":6450,"currencyCode":"GBP","fractionDigits":2}}""", "64.50 GBP")]
    [InlineData("""{"orderId":"1","total_cents":6450,"currency":"JPY"}""", "6450 JPY")]
    [InlineData("""{"orderId":"1","total_minor":6450,"currency":"KWD"}""", "6.450 KWD")]
    [InlineData("""{"orderId":"1","total":6450,"currency":"JPY"}""", "6450 JPY")]
    [InlineData("""{"orderId":"1","total":0,"currency":"GBP"}""", "0 GBP")]
    public void MinorUnits_OnlyWhereTheShapeSaysSo_AreScaled(string answer, string expected) =>
        Assert.Equal("Purchase 1 " + expected, AnswerReading.Posted("/api/checkout", answer).One());

    [Theory]
    [InlineData("""{"order_id":"1","total":6450,"currency":"GBP"}""")]
    [InlineData("""{"order_id":"1","total":"6450","currency":"GBP"}""")]
    [InlineData("""{"order_id":"1","total":6450,"currency":"GBP","items":[{"sku":"a","qty":1,"price":1450},{"sku":"b","qty":2,"price":2500}]}""")] // sums up in either unit
    [InlineData("""{"order_id":"1","total":6450,"total_decimal":64.5,"currency":"GBP"}""")] // the same once more
    [InlineData("""{"order_id":"1","total":6450,"currency":"GBP","tax_rate":0.19}""")]
    [InlineData("""{"order_id":"1","total":6450,"currency":"GBP","items":[{"sku":"a","price":"64.50"}]}""")] // written for people, beside what is not
    public void AWholeNumber_ThatCouldBeMinorUnits_IsNotGuessed(string answer) =>
        Assert.Contains("could be GBP or its hundredth part", AnswerReading.Posted("/api/orders", answer).Nothing(), StringComparison.Ordinal);

    [Fact]
    public void AWholeTotal_BesideAPriceWithAFraction_IsInTheSameUnit() =>
        Assert.Equal("Purchase 1 65 GBP a/2/14.5 b/1/36", AnswerReading.Posted(
            "/api/orders", """{"order_id":"1","total":65,"currency":"GBP","items":[{"sku":"a","qty":2,"price":14.5},{"sku":"b","qty":1,"price":36}]}""").One());

    [Fact]
    public void ThePublicCase_WithAnExponent_IsReadWithItsRequest()
    {
        var exchange = AnswerReading.Posted(
            "/api/checkout/orders",
            """{"ok": true, "order": {"number": "PP-118", "total": {"amount": 6450, "currency": "GBP", "exponent": 2}, "lines": [{"sku": "BELL", "qty": 1, "price": 1450}, {"sku": "TYRE-28", "qty": 2, "price": 2500}]}}""",
            """{"email": "noor@example.com", "firstName": "Noor", "address": {"city": "Bristol", "country": "GB"}}""",
            201);

        Assert.Equal("Purchase PP-118 64.50 GBP BELL/1/14.50 TYRE-28/2/25.00", exchange.One());
        var user = exchange.Read().Conversions[0].UserData;
        Assert.Equal(["noor@example.com"], user["em"]);
        Assert.Equal(["Bristol"], user["ct"]);
    }

    [Fact]
    public void Prices_InAnotherUnitThanTheTotal_AreLeftOut() =>
        Assert.Equal("Purchase 1 64.5 GBP a/1/-", AnswerReading.Posted("/api/orders", """{"order_id":"1","total":64.5,"currency":"GBP","items":[{"sku":"a","qty":1,"price":6450}]}""").One());

    [Fact]
    public void Prices_BesideATotalWithAnExponentOfItsOwn_AreLeftOut() =>
        Assert.Equal("Purchase 1 64.500 GBP a/1/-", AnswerReading.Posted(
            "/api/orders", """{"order_id":"1","total":{"amount":64500,"currency":"GBP","exponent":3},"items":[{"sku":"a","qty":1,"price":64500}]}""").One());

    [Fact]
    public void Items_ThatOnlyTheRequestHas_AreTheOrders() =>
        Assert.Equal("Purchase 1 29.90 EUR mug/2/14.95", AnswerReading.Posted(
            "/api/orders", """{"order_id":1,"total":"29.90","currency":"EUR"}""", """{"items":[{"product_id":"mug","quantity":2,"price":"14.95"}]}""").One());

    [Fact]
    public void AnOrdersState_IsNoProvince_AndTheShopIsNotTheBuyer()
    {
        var user = AnswerReading.Posted("/api/orders", """{"order":{"id":"1","state":"confirmed","total":9.5,"currency":"EUR","shop":{"email":"shop@shop.example"},"billing":{"email":"a@example.com"}}}""")
            .Read().Conversions[0].UserData;

        Assert.Equal(["a@example.com"], user["em"]);
        Assert.False(user.ContainsKey("st"));
    }

    [Theory]
    [InlineData("failed")]
    [InlineData("cancelled")]
    [InlineData("refunded")]
    [InlineData("draft")]
    [InlineData("requires_action")]
    public void AnOrder_ThatIsNotPaidOrNotKept_IsNone(string status) =>
        Assert.Contains(status, AnswerReading.Posted("/api/orders", """{"order":{"id":"1","status":"STATUS","total":9.5,"currency":"EUR"}}""".Replace("STATUS", status, StringComparison.Ordinal)).Nothing(), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"errors":[{"message":"x"}],"order_id":"1","total":9.5,"currency":"EUR"}""")]
    [InlineData("""{"error":true,"order_id":"1","total":9.5,"currency":"EUR"}""")]
    [InlineData("""{"error":{"code":"declined"},"order_id":"1","total":9.5,"currency":"EUR"}""")]
    [InlineData("""{"success":false,"order_id":"1","total":9.5,"currency":"EUR"}""")]
    [InlineData("""{"result":"failure","order_id":"1","total":9.5,"currency":"EUR"}""")]
    [InlineData("""{"type":"cart","order_id":"1","total":9.5,"currency":"EUR"}""")]
    public void AFailure_WithTheStatusOfASuccess_IsNothing(string answer) => Assert.NotEmpty(AnswerReading.Posted("/api/orders", answer).Nothing());

    [Theory]
    [InlineData("""{"order":{"id":"1","total":9.5,"currency":"EUR","payment":{"status":"declined"}}}""")]
    [InlineData("""{"order":{"id":"1","total":9.5,"currency":"EUR"},"payment_status":"failed"}""")]
    [InlineData("""{"order":{"id":"1","total":9.5,"currency":"EUR"},"client_secret":"pi_1_secret_2"}""")]
    [InlineData("""{"order":{"id":"1","total":9.5,"currency":"EUR"},"statusCode":422}""")]
    public void AnOrder_WhosePaymentFailedOrIsStillToCome_IsNone(string answer) => Assert.NotEmpty(AnswerReading.Posted("/api/orders", answer).Nothing());

    [Fact]
    public void HugeNumbers_AreNoReasonToFail() => AnswerReading.Posted(
        "/api/orders",
        """{"order":{"id":"1","total":79228162514264337593543950335,"currency":"JPY","items":[{"sku":"a","qty":79228162514264337593543950335,"price":79228162514264337593543950335}]}}""").Read();

    [Theory]
    [InlineData("/api/orders/1/shipping-method")]
    [InlineData("/api/account/orders/1")]
    [InlineData("/api/orders/track")]
    [InlineData("/api/orders/1/cancel")]
    public void OldOrders_InAnAccount_AreNothing(string path) => AnswerReading.Posted(path, """{"order":{"id":"1","total":9.5,"currency":"EUR"}}""").Nothing();

    [Fact]
    public void AnOrder_OlderThanADayByTheSitesClock_IsNothing() =>
        Assert.Contains("older", Dated("Tue, 14 Nov 2023 10:00:00 GMT").Nothing(), StringComparison.Ordinal);

    [Fact]
    public void AnOrder_OfToday_Counts() => Assert.Equal("Purchase 1 9.5 EUR", Dated("Wed, 01 Nov 2023 10:00:04 GMT").One());

    private static TestExchange Dated(string date) =>
        AnswerReading.Posted("/api/orders", """{"order":{"id":"1","created_at":"2023-11-01T10:00:00Z","total":9.5,"currency":"EUR"}}""") with { ResponseHeaders = [("Date", date)] };

    [Theory]
    [InlineData("/api/cart/items", """{"id":"c1","total":9.5,"currency":"EUR"}""")]
    [InlineData("/cart/add", """{"order_id":"12","total":9.5,"currency":"EUR"}""")]
    [InlineData("/api/orders", """{"data":[{"id":"1","total":9.5,"currency":"EUR"}],"total":1}""")]
    [InlineData("/api/orders", """[{"id":"1","total":9.5,"currency":"EUR"}]""")]
    [InlineData("/on/demandware.store/Sites-x/CheckoutServices-PlaceOrder", """{"error":false,"orderID":"000123","continueUrl":"/x"}""")]
    [InlineData("/wp-json/wc/store/v1/checkout", """{"order_id":12,"status":"processing","order_key":"wc_order_x","payment_result":{"redirect_url":"/x"}}""")]
    [InlineData("/", """{"result":"success","redirect":"https://shop.example/kasse/order-received/12/?key=wc_order_x"}""")]
    [InlineData("/rest/default/V1/guest-carts/abc/payment-information", "\"3391\"")]
    [InlineData("/api/orders", """{"order_id":"1","total":9.5}""")]
    [InlineData("/api/newsletter", """{"id":"1","total":9.5,"currency":"EUR"}""")]
    public void WhatIsNoOrder_OrHasNoAmount_IsNothing(string path, string answer) => AnswerReading.Posted(path, answer).Nothing();

    [Fact]
    public void AnOrder_ThatIsOnlyLookedAt_IsNothing() =>
        (AnswerReading.Posted("/api/orders/1", """{"order":{"id":"1","total":9.5,"currency":"EUR"}}""") with { Method = "GET", RequestBody = CapturedBody.Empty }).Nothing();
}
