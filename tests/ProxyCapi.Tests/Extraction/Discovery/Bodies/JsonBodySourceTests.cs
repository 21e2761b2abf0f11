using ProxyCapi.Extraction.Discovery;
using ProxyCapi.Extraction.Discovery.Bodies;

namespace ProxyCapi.Tests.Extraction.Discovery.Bodies;

public class JsonBodySourceTests
{
    [Fact]
    public void Orders_BuyerOnlyInTheRequest_IsTakenFromThere()
    {
        var found = Post("/api/orders", """{"order":{"number":"007","total":"64.50","currency":"GBP","items":[{"sku":"BELL","qty":2,"price":"32.25"}]}}""", """{"email":"noor@shop.example","firstName":"Noor"}""", 201);

        Assert.Equal("Purchase: currency=GBP order_id=007 value=64.50 | BELL 2 x 32.25", found.Print());
        Assert.Equal("em=noor@shop.example fn=Noor", found.PrintBuyer());
    }

    [Theory]
    [InlineData("""{"id":"1","total":"1.234,50","currency":"EUR"}""", "Purchase: currency=EUR order_id=1 value=1234.50")]
    [InlineData("""{"id":"1","total_cents":6450,"currency":"EUR"}""", "Purchase: currency=EUR order_id=1 value=64.5")]
    [InlineData("""{"id":"1","total":5000,"currency":"JPY"}""", "Purchase: currency=JPY order_id=1 value=5000")]
    [InlineData("""{"data":{"id":"1","total":{"amount":12.5,"currency":"CHF"}}}""", "Purchase: currency=CHF order_id=1 value=12.5")]
    [InlineData("""{"order":{"number":"1","total":{"amount":6450,"currency":"GBP","exponent":2}}}""", "no: the total is a whole number: it may be minor units (cents), which a rule can say")]
    [InlineData("""{"id":"1","total":"5.00"}""", "no: the answer has no clear total with a currency")]
    [InlineData("""{"id":"1","total":"5.00","currency":"EUR","status":"cancelled"}""", "no: the order's status says that it failed, was refused, refunded or cancelled")]
    public void Orders_Totals_AreReadButNeverGuessed(string answer, string expected) => Assert.Equal(expected, Post("/api/orders", answer).Print());

    [Theory]
    [InlineData("""{"error":true,"id":"1","total":"5.00","currency":"EUR"}""")]
    [InlineData("""{"success":false,"order":{"id":"1","total":"5.00","currency":"EUR"}}""")]
    [InlineData("""{"errors":[{"message":"no stock"}],"data":{"id":"1","total":"5.00","currency":"EUR"}}""")]
    public void Failure_WithASuccessfulStatus_IsNothing(string answer) => Assert.Equal("no: the answer reports a failure", Post("/api/orders", answer).Print());

    [Theory]
    [InlineData("GET", 200)]
    [InlineData("POST", 422)]
    public void Orders_ReadOrRefused_SayNothing(string method, int status) => Assert.Equal("", Read.By(
        new JsonBodySource(), TestExchange.Answer("""{"id":"1","total":"5.00","currency":"EUR"}""") with { Method = method, Path = "/api/orders", Status = status }).Print());

    [Theory]
    [InlineData("""{"type":"order","order":{"id":"order_1","display_id":4,"total":61.5,"currency_code":"eur","items":[{"variant_sku":"TEE","quantity":1,"unit_price":61.5}]}}""", "Purchase: currency=EUR order_id=order_1 value=61.5 | TEE 1 x 61.5")]
    [InlineData("""{"type":"order","data":{"id":"order_1","total":6150,"currency_code":"eur"}}""", "Purchase: currency=EUR order_id=order_1 value=61.5")]
    [InlineData("""{"type":"cart","cart":{"id":"cart_1","total":61.5,"currency_code":"eur"}}""", "no: the cart was not completed")]
    public void Medusa_Complete_IsAnOrderOrNothing(string answer, string expected) => Assert.Equal(expected, Post("/store/carts/cart_1/complete", answer).Print());

    [Theory]
    [InlineData("""{"data":{"addPaymentToOrder":{"__typename":"Order","code":"AB12","state":"PaymentSettled","totalWithTax":2400,"currencyCode":"EUR","lines":[{"quantity":2,"unitPriceWithTax":1200,"productVariant":{"sku":"V1"}}]}}}""", "Purchase: currency=EUR order_id=AB12 value=24 | V1 2 x 12")]
    [InlineData("""[{"data":{"addPaymentToOrder":{"__typename":"PaymentDeclinedError","errorCode":"PAYMENT_DECLINED_ERROR"}}}]""", "no: the payment was refused")]
    [InlineData("""{"data":{"transitionOrderToState":{"code":"AB12","state":"ArrangingPayment","totalWithTax":2400,"currencyCode":"EUR"}}}""", "no: the order is not paid yet")]
    [InlineData("""{"data":{"checkoutComplete":{"errors":[],"order":{"number":"21","total":{"gross":{"amount":30,"currency":"USD"}},"lines":[]}}}}""", "Purchase: currency=USD order_id=21 value=30")]
    [InlineData("""{"data":{"checkoutComplete":{"errors":[{"code":"X"}],"order":null}}}""", "no: the checkout has errors")]
    public void GraphQl_Orders_CountOncePaid(string answer, string expected) => Assert.Equal(expected, Post("/graphql", answer).Print());

    [Fact]
    public void StoreCart_Batch_IsAddToCartInMinorUnits() => Assert.Equal("AddToCart: currency=EUR value=39.8 | 15 2 x 19.9", Post(
        "/wp-json/wc/store/v1/batch",
        """{"responses":[{"status":201,"body":{"items":[{"id":15,"quantity":5,"prices":{"price":"1990","currency_code":"EUR","currency_minor_unit":2}}]}}]}""",
        """{"requests":[{"path":"/wc/store/v1/cart/add-item","body":{"id":15,"quantity":2}}]}""",
        207).Print());

    [Fact]
    public void WooCheckout_WithoutATotal_ProvesNothing() => Assert.Equal("no: the answer names no total; the page that follows tells of the order", Post(
        "/wp-json/wc/store/v1/checkout", """{"order_id":7,"status":"processing"}""").Print());

    [Theory]
    [InlineData("mail_sent", "Lead: ")]
    [InlineData("validation_failed", "no: the form's answer does not say that it was sent")]
    public void ContactForm_OnlySentMail_IsALead(string status, string expected) => Assert.Equal(expected, Read.By(
        new JsonBodySource(),
        TestExchange.Answer("{\"contact_form_id\":5,\"status\":\"" + status + "\"}") with
        {
            Method = "POST",
            Path = "/wp-json/contact-form-7/v1/contact-forms/5/feedback",
            RequestBody = TestExchange.Body("your-email=ada%40shop.example", "application/x-www-form-urlencoded"),
        }).Print());

    private static Findings Post(string path, string answer, string request = "{}", int status = 200) => Read.By(
        new JsonBodySource(), TestExchange.Answer(answer) with { Method = "POST", Path = path, Status = status, RequestBody = TestExchange.Body(request, "application/json") });
}
