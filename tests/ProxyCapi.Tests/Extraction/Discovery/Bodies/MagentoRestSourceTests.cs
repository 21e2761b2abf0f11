namespace ProxyCapi.Tests.Extraction.Discovery.Bodies;

/// <summary>Magento's REST API: the totals that answer an address, and the id that answers the payment.</summary>
public class MagentoRestSourceTests
{
    private const string Totals = """{"payment_methods":[],"totals":{"grand_total":64.5,"base_grand_total":70.1,"quote_currency_code":"GBP","base_currency_code":"EUR","items_qty":3,"items":[{"item_id":9,"price":21.5,"qty":3}]}}""";

    private const string Request = """{"addressInformation":{"shipping_address":{"firstname":"Nia","lastname":"Kerr","city":"Bristol","postcode":"BS1 4DJ","countryId":"GB","telephone":"+44 117 496 0999"}}}""";

    [Theory]
    [InlineData("/rest/default/V1/guest-carts/xYz/shipping-information")]
    [InlineData("/rest/V1/carts/mine/shipping-information")]
    [InlineData("/shop/rest/all/V1/guest-carts/x/shipping-information")]
    public void Totals_AfterTheAddress_AreACheckoutThatBegins(string path) =>
        Assert.Equal("InitiateCheckout - 64.5 GBP", AnswerReading.Posted(path, Totals, Request).One());

    [Fact]
    public void Totals_AfterTheAddress_BringTheBuyer()
    {
        var buyer = Found.Print(Assert.Single(AnswerReading.Posted("/rest/V1/guest-carts/x/shipping-information", Totals, Request).Read().Conversions).UserData);

        Assert.Contains("ct=Bristol", buyer, StringComparison.Ordinal);
        Assert.Contains("ln=Kerr", buyer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/rest/V1/guest-carts/x/totals-information", Totals)]
    [InlineData("/rest/V1/guest-carts/x/estimate-shipping-methods", Totals)]
    [InlineData("/rest/V1/guest-carts/x/shipping-information", """{"message":"No such entity"}""")]
    [InlineData("/rest/V1/guest-carts/x/shipping-information", """{"error":true,"totals":{"grand_total":5}}""")]
    public void Totals_OfAnotherCall_AreNothing(string path, string answer) => AnswerReading.Posted(path, answer, Request).Nothing();

    [Theory]
    [InlineData("/rest/V1/guest-carts/x/payment-information")]
    [InlineData("/rest/default/V1/carts/mine/payment-information")]
    public void Payment_AnswersTheIdAlone_AndIsNoSaleByItself(string path) =>
        Assert.Contains("the order's id alone", AnswerReading.Posted(path, "\"3391\"", Request).Nothing(), StringComparison.Ordinal);
}
