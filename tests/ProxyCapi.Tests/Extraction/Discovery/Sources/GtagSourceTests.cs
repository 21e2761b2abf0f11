namespace ProxyCapi.Tests.Extraction.Discovery.Sources;

public class GtagSourceTests
{
    private const string Tag = "window.dataLayer = window.dataLayer || []; function gtag(){dataLayer.push(arguments);} gtag('js', new Date()); gtag('config', 'G-1');";

    [Fact]
    public void Event_WithFunctionsAndTextAmounts_IsReadOnce() => Assert.Equal(
        "Purchase gtag: currency=EUR num_items=6 order_id=VR-881 value=1059.80 | BRUN-15 6 x 176.63",
        Discover.Script(Tag + "gtag('event', 'add_payment_info', {}); gtag('event', 'purchase', {transaction_id: 'VR-881', value: '1.059,80', currency: 'EUR', event_callback: function () {}, items: [{item_id: 'BRUN-15', price: '176,63', quantity: 6},],});").Print());

    [Fact]
    public void Event_UnderAnotherNameOfTheFunction_IsFoundInTheLayer() => Assert.Equal(
        "Purchase gtag: order_id=1", Discover.Script("window.dataLayer = []; function track(){dataLayer.push(arguments);} track('event', 'purchase', {transaction_id: 1})").Print());

    [Theory]
    [InlineData("gtag('event', 'conversion', {send_to: 'AW-1/x', value: 5, currency: 'EUR', transaction_id: '1'})")]
    [InlineData("gtag('event', 'refund', {transaction_id: '1'})")]
    [InlineData("gtag('event', 'view_item_list', {items: [{item_id: 1}]})")]
    public void Event_OfAnotherName_DoesNotCount(string script) => Assert.Empty(Discover.Script(Tag + script).Events);

    [Theory]
    [InlineData("gtag('set', 'user_data', {email: 'a@b.example', address: {first_name: 'Ada', postal_code: 1010}})", "em=a@b.example fn=Ada zp=1010")]
    [InlineData("gtag('set', {user_data: {email: 'a@b.example'}})", "em=a@b.example")]
    [InlineData("gtag('config', 'G-1', {user_id: 'u-7', client_id: 'xyz'})", "external_id=u-7")]
    [InlineData("var enhanced_conversion_data = {email: 'a@b.example'}", "em=a@b.example")]
    public void UserData_OfTheTag_BelongsToTheEvent(string script, string expected) =>
        Assert.Equal(expected, Discover.Script(Tag + script + "; gtag('event', 'purchase', {transaction_id: '1'})").PrintUser());
}
