namespace ProxyCapi.Tests.Extraction.Discovery.Embedded;

/// <summary>Orders in the state that a page hands to the scripts of its frame.</summary>
public class PageStateSourceTests
{
    private const string Order = """{"orderNumber":"A-17","status":"paid","total":{"amount":"84.90","currency":"EUR"},"items":[{"sku":"S","quantity":2,"price":"42.45"}]}""";
    private const string Printed = "Purchase embedded-json: currency=EUR order_id=A-17 value=84.90 | S 2 x 42.45";

    public static TheoryData<string> Shapes => new(
        $$$"""<script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{"order":{{{Order}}} } }}</script>""",
        $$$"""<script type="application/json" data-drupal-selector="drupal-settings-json">{"shop":{"order":{{{Order}}}}}</script>""",
        $$$"""<script>window.__NUXT__ = {state: {order: {{{Order}}}}}; var later = 'Purchase'</script>""",
        $$$"""<script>window.__INITIAL_STATE__ = JSON.parse({{{System.Text.Json.JsonSerializer.Serialize("{\"order\":" + Order + "}")}}}); var later = 'Purchase'</script>""",
        $$$"""<script>var initialState = {checkout: {order: {{{Order}}}, last: {{{Order}}}}}; var later = 'Purchase'</script>""",
        $$$"""<script>self.__next_f = self.__next_f || []; self.__next_f.push([1, "5:[\"$\",{\"order\":"]); self.__next_f.push([1, {{{System.Text.Json.JsonSerializer.Serialize(Order + "}]\n")}}}]); var later = 'Purchase'</script>""");

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Order_InEachShapeOfState_IsFoundOnAConfirmation(string html) => Assert.Equal(Printed, Discover.Page(html).Print());

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Order_InEachShapeOfState_IsNoneOnAnotherPage(string html) => Assert.Empty(Discover.Page(html, "/account/orders/17").Events);

    [Theory]
    [InlineData("""{"orders":[{"orderNumber":"A-1","total":"5.00","currency":"EUR"},{"orderNumber":"A-2","total":"6.00","currency":"EUR"}]}""", "several orders")]
    [InlineData("""{"order":{"orderNumber":"A-1","total":8490,"currency":"EUR"}}""", "a rule has to say which")]
    [InlineData("""{"order":{"orderNumber":"A-1","total":"84.90"}}""", "does not say its currency")]
    [InlineData("""{"order":{"orderNumber":"A-1","total":"84.90","currency":"EUR","paymentStatus":"declined"}}""", "failed, was refused")]
    [InlineData("""{"order":{"orderNumber":"A-1","total":"84.90","currency":"EUR","status":"draft"}}""", "status is 'draft'")]
    [InlineData("""{"order":{"orderNumber":"A-1","total":"84.90","currency":"EUR","clientSecret":"x"}}""", "payment still has to be made")]
    public void State_ThatProvesNoSale_SaysWhy(string state, string reason)
    {
        var result = Discover.Page($"<script id='__NEXT_DATA__' type='application/json'>{state}</script>");

        Assert.Empty(result.Events);
        Assert.Contains(reason, result.PrintRejections(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"cart":{"id":"c","total":"84.90","currency":"EUR"}}""")]
    [InlineData("""{"order":{"orderNumber":"A-1","lines":[]}}""")]
    [InlineData("""{"user":{"lastOrderId":"A-1"},"total":"5.00"}""")]
    public void State_WithoutAnOrder_IsNothing(string state) =>
        Assert.Empty(Discover.Page($"<script id='__NEXT_DATA__' type='application/json'>{state}</script>").Events);

    [Fact]
    public void Event_InTheState_CountsOnAnyPage() => Assert.Equal(
        "Purchase embedded-json: currency=EUR order_id=A-17 value=5",
        Discover.Page("""<script type="application/json">{"gtm":{"event":"purchase","ecommerce":{"transaction_id":"A-17","value":5,"currency":"EUR"}}}</script>""", "/").Print());
}
