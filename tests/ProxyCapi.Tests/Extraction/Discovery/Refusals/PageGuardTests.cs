using ProxyCapi.Extraction.Discovery.Refusals;

namespace ProxyCapi.Tests.Extraction.Discovery.Refusals;

public class PageGuardTests
{
    private const string Pixel = "<script>fbq('track','Purchase',{value:5,currency:'EUR',order_id:1})</script>";
    private const string Event = "<script>dataLayer.push({event:'purchase',ecommerce:{transaction_id:1}})</script>";
    private const string Events = "<script>dataLayer.push({event:'purchase',ecommerce:{transaction_id:1}},{event:'purchase',ecommerce:{transaction_id:2}})</script>";
    private const string Remark = "<script>dataLayer=[{transactionId:1,transactionTotal:5}]</script>";

    [Theory]
    [InlineData("/checkout/order-received/12/", "", "<p class='woocommerce-notice woocommerce-notice--error woocommerce-thankyou-order-failed'>No</p>" + Pixel)]
    [InlineData("/checkout/onepage/failure/", "", Pixel)]
    [InlineData("/index.php", "?route=checkout/failure", Event)]
    [InlineData("/checkout/cancelled", "", Event)]
    [InlineData("/checkout/complete", "?payment_intent=pi_1&redirect_status=failed", Pixel)]
    [InlineData("/thank-you", "?status=cancelled", Event)]
    [InlineData("/thank-you", "?cancelled=1", Pixel)]
    [InlineData("/thank-you", "?success=false", Pixel)]
    [InlineData("/my-account/view-order/12", "", Remark)]
    [InlineData("/customer/account/orders", "", Events)]
    public void Purchase_OfAPageThatSpeaksAgainstIt_DoesNotCount(string path, string query, string page)
    {
        var result = Discover.Page(page, path, query: query);

        Assert.Empty(result.Events);
        Assert.NotEmpty(result.Findings.Rejections);
    }

    [Theory]
    [InlineData("/my-account/orders", Event)] // a plug-in that reports on whatever page comes next
    [InlineData("/my-account/orders", Pixel)]
    [InlineData("/account/order-confirmation/12", Remark)]
    [InlineData("/checkout/thank-you", "<style>.woocommerce-thankyou-order-failed{color:red}</style>" + Pixel)]
    public void Purchase_OfAnyOtherPage_Counts(string path, string page) => Assert.Single(Discover.Page(page, path).Events);

    [Theory]
    [InlineData("?redirect_status=succeeded")]
    [InlineData("?status=paid&success=1&cancelled=0&error=")]
    public void Purchase_WhoseAddressSaysThatItWasPaid_Counts(string query) => Assert.Single(Discover.Page(Pixel, query: query).Events);

    [Theory]
    [InlineData("wc-failed", true)]
    [InlineData("https://schema.org/OrderCancelled", true)]
    [InlineData("OrderDelivered", true)]
    [InlineData("partially_refunded", true)]
    [InlineData("on-hold", false)]
    [InlineData("Processing", false)]
    [InlineData("PENDING", false)]
    public void Status_OfAnOrder_IsRefusedByItsWords(string status, bool isRefused) => Assert.Equal(isRefused, OrderStatus.Refusal(status) is not null);
}
