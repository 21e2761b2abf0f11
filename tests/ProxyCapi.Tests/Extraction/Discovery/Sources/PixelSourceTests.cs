namespace ProxyCapi.Tests.Extraction.Discovery.Sources;

public class PixelSourceTests
{
    private const string Order = "{value:84.90,currency:'USD',order_id:'7001',contents:[{id:'BB-100',quantity:2,item_price:24.95}]}";
    private const string Printed = "Purchase fbq: currency=USD order_id=7001 value=84.90 | BB-100 2 x 24.95";

    [Theory]
    [InlineData("fbq('track', ' Purchase ', " + Order + ", {eventID: 'order-7001'})")]
    [InlineData("window.fbq('trackSingle', '111', 'Purchase', " + Order + ", {eventID: 'order-7001'})")]
    [InlineData("_fbq('trackCustom', 'Purchase', " + Order + ", {eventID: ' order-7001 '})")]
    [InlineData("fbq('trackSingleCustom', '111', 'Purchase', " + Order + ", {event_id: 'order-7001'})")]
    [InlineData("_fbq = window._fbq || []; _fbq.push(['track', 'Purchase', " + Order + ", {eventId: 'order-7001'}])")]
    [InlineData("fbq('track', 'Purchase', Object.assign({event_id: 'order-7001'}, " + Order + "))")]
    public void Call_InEachShape_GivesTheOrderAndTheBrowsersId(string script) =>
        Assert.Equal(Printed + " | id order-7001", Discover.Script(script).Print());

    [Theory]
    [InlineData("fbq('track', 'PageView'); fbq('trackCustom', 'Scrolled', {depth: 50}); fbq('trackCustom', 'purchase', {})", "fbq track PageView: PageView is not in ProxyCapi:Discovery:Events")]
    [InlineData("fbq('trackSingle', '999', 'Purchase', " + Order + ")", "fbq trackSingle Purchase: the call is for another pixel (999)")]
    [InlineData("fbq('consent', 'revoke'); fbq('init', '111'); fbq('track', 'Purchase', " + Order + ")", "fbq track Purchase: the page holds its pixel back until the shopper agrees")]
    [InlineData("fbq('consent', 'revoke'); if (ok()) fbq('consent', 'grant'); fbq('track', 'Purchase', " + Order + ")", "fbq track Purchase: the page holds its pixel back until the shopper agrees")]
    [InlineData("fbq('track', 'Purchase', {value: 5, currency: 'EUR', order_status: 'wc-failed'})", "fbq track Purchase: the order's status says that it failed, was refused, refunded or cancelled")]
    [InlineData("fbq('track', 'Purchase', {value: -5, currency: 'EUR'})", "fbq track Purchase: a negative value is a refund")]
    [InlineData("fbq('track', 'Subscribe', {value: 5, currency: 'EUR'})", "fbq track Subscribe: Subscribe is not in ProxyCapi:Discovery:Events")]
    public void Call_ThatIsNoConversion_DoesNotCountAndSaysWhy(string script, string rejections)
    {
        var result = Discover.Script(script);

        Assert.Equal("", result.Print());
        Assert.Equal(rejections, result.PrintRejections());
    }

    [Theory]
    [InlineData("fbq('consent', 'revoke'); fbq('track', 'Purchase', " + Order + "); fbq('consent', 'grant')")]
    [InlineData("fbq('consent', !!window.doNotConsentToPixel ? 'revoke' : 'grant'); fbq('track', 'Purchase', " + Order + ")")]
    [InlineData("if (!agreed()) fbq('consent', 'revoke'); fbq('track', 'Purchase', " + Order + ")")]
    [InlineData("fbq('consent', 'revoke'); if (ok()) { fbq('consent', 'grant'); fbq('track', 'Purchase', " + Order + ") }")]
    public void Call_WhoseConsentIsGranted_Counts(string script) => Assert.Equal(Printed, Discover.Script(script).Print());

    [Theory]
    [InlineData("fbq('dataProcessingOptions', ['LDU'], 1, 1000); fbq('init', '111'); fbq('track', 'Purchase', " + Order + ")", "1/1000")]
    [InlineData("fbq('dataProcessingOptions', ['LDU'], 0, 0); fbq('track', 'Purchase', " + Order + ")", "0/0")]
    [InlineData("fbq('dataProcessingOptions', ['LDU']); fbq('track', 'Purchase', " + Order + ")", "0/0")]
    [InlineData("if (optedOut()) fbq('dataProcessingOptions', ['LDU'], 1, 1000); fbq('track', 'Purchase', " + Order + ")", "1/1000")]
    [InlineData("fbq('dataProcessingOptions', ['LDU'], 1, 1000); if (ok()) fbq('dataProcessingOptions', []); fbq('track', 'Purchase', " + Order + ")", "1/1000")]
    [InlineData("fbq('dataProcessingOptions', ['LDU'], 1, 1000); fbq('dataProcessingOptions', []); fbq('track', 'Purchase', " + Order + ")", "")]
    [InlineData("fbq('track', 'Purchase', " + Order + "); fbq('dataProcessingOptions', ['LDU'], 1, 1000)", "")]
    [InlineData("fbq('dataProcessingOptions', []); fbq('track', 'Purchase', " + Order + ")", "")]
    [InlineData("fbq('dataProcessingOptions'); fbq('track', 'Purchase', " + Order + ")", "")]
    public void Call_WithLimitedDataUse_IsLimited(string script, string expected)
    {
        var limit = Assert.Single(Discover.Script(script).Findings.Candidates).DataUse;

        Assert.Equal(expected, limit is null ? "" : $"{limit.Country}/{limit.State}");
    }

    [Fact]
    public void Init_WithAdvancedMatching_TellsOfTheBuyer() => Assert.Equal(
        "country=se em=a@b.example external_id=42",
        Discover.Script("fbq('init', '111', {em: 'a@b.example', cn: 'se', uid: 42, ph: ''}); fbq('track', 'Purchase', " + Order + ")").PrintUser());

    [Fact]
    public void Image_ThatTheBrowserLoads_Counts()
    {
        const string Address = "https://www.facebook.com/tr?id=111&amp;ev=Purchase&amp;cd[value]=12.00&amp;cd[currency]=USD&amp;cd[content_ids]=[%22a%22]&amp;eid=e1&amp;noscript=1";

        Assert.Equal("Purchase fbq: currency=USD value=12.00 | ids a | id e1", Discover.Page($"<img src=\"{Address}\">").Print());
        Assert.Equal("Purchase fbq: currency=USD value=12.00", Discover.Script("new Image().src = 'https://www.facebook.com/tr?id=111&ev=Purchase&cd%5Bvalue%5D=12.00&cd[currency]=USD'").Print());
    }

    [Fact]
    public void Image_InNoscript_FillsGapsAndProvesNothingAlone()
    {
        const string Image = "<noscript><img src=\"https://www.facebook.com/tr?id=111&amp;ev=Purchase&amp;cd[value]=12&amp;cd[currency]=USD\"></noscript>";

        Assert.Equal("", Discover.Page(Image).Print());
        Assert.Equal("Purchase fbq: currency=USD order_id=7 value=12", Discover.Page(Image + "<script>fbq('track', 'Purchase', {value: total(), currency: 'USD', order_id: 7})</script>").Print());
    }

    [Theory]
    [InlineData("https://www.facebook.com/tr?id=999&ev=Purchase&cd[value]=12&cd[currency]=USD")]
    [InlineData("https://facebook.com.evil.example/tr?id=111&ev=Purchase&cd[value]=12&cd[currency]=USD")]
    [InlineData("https://www.facebook.com/track?id=111&ev=Purchase&cd[value]=12&cd[currency]=USD")]
    public void Image_OfSomethingElse_DoesNotCount(string address) => Assert.Equal("", Discover.Page($"<img src='{address}'>").Print());
}
