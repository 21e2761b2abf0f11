using System.Text;
using ProxyCapi.Capture;

namespace ProxyCapi.Tests.Extraction.Discovery.Embedded;

/// <summary>States, components and attributes that are broken, or made to cost: no source fails, and nothing is sold.</summary>
public class HostileStateTests
{
    private const int Rounds = 300;

    private static readonly string[] Shells =
    [
        "<script id='__NEXT_DATA__' type='application/json'>{0}</script>",
        "<script id='__NUXT_DATA__' type='application/json'>{0}</script>",
        "<script type='text/x-magento-init'>{{\"*\":{{\"a\":{{\"ordersTrackingData\":{0}}}}}}}</script>",
        "<script type='text/x-magento-init'>{{\"*\":{{\"a\":{{\"browserEventData\":{0}}}}}}}</script>",
        "<script type='application/ld+json'>{0}</script>",
        "<script>window.__NUXT__ = {0}; 'Purchase'</script>",
        "<script>window.__INITIAL_STATE__ = JSON.parse('{0}'); 'Purchase'</script>",
        "<script>self.__next_f.push([1, '5:{0}']); 'Purchase'</script>",
        "<script>var pysOptions = {{staticEvents: {{facebook: {0}}}}}; 'Purchase'</script>",
        "<script>var wc_facebook_pixel_data = {{eventQueue: {0}}}; 'Purchase'</script>",
        "<script>Shopify.checkout = {0}; 'Purchase'</script>",
        "<div class='oe_website_sale_tx_status' data-order-tracking-info='{0}'></div>",
        "<div class='hidden-line-items-information' data-currency='EUR' data-value='{0}'></div>",
        "<div itemscope itemtype='https://schema.org/Order'><b itemprop='orderNumber'>{0}</b></div>",
    ];

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ",", "\"", "\"order\"", "\"orderNumber\"", "\"total\"", "\"currency\"", "\"event\"", "\"purchase\"", "\"ecommerce\"", "\"EUR\"", "1", "-1", "1e400", "9999999999999999999999999999999", "0.1",
        "null", "true", "\\u0000", "\\", "<", "&quot;", "\"@type\":\"Order\"", "\"items\"", "\u00A0", "\uD800", "'",
    ];

    public static TheoryData<string> AllShells => new(Shells);

    [Theory]
    [MemberData(nameof(AllShells))]
    public void RandomPieces_InEachShell_MakeNoSourceFail(string shell)
    {
        var random = new Random(17);
        for (var round = 0; round < Rounds; round++)
        {
            var content = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            Discover.Page(Fill(shell, content));
        }
    }

    [Theory]
    [MemberData(nameof(AllShells))]
    public void DeepNesting_InEachShell_IsNothing(string shell)
    {
        foreach (var open in (string[])["[", "{\"order\":", "{\"ecommerce\":", "[1,"])
        {
            AssertNothingIsSold(Fill(shell, string.Concat(Enumerable.Repeat(open, 20_000))));
        }
    }

    [Theory]
    [MemberData(nameof(AllShells))]
    public void HugeLiteral_InEachShell_IsNothing(string shell)
    {
        AssertNothingIsSold(Fill(shell, new string('9', 200_000)));
        AssertNothingIsSold(Fill(shell, $"\"{new string('x', 200_000)}\""));
        AssertNothingIsSold(Fill(shell, $"{{\"order\":{{\"orderNumber\":\"{new string('A', 200_000)}\",\"total\":\"{new string('1', 50_000)}.50\",\"currency\":\"EUR\"}}}}"));
    }

    [Fact]
    public void RandomBytes_OfAnyKind_AreNothing()
    {
        var random = new Random(4711);
        foreach (var type in (string[])["text/html", "text/html; charset=utf-16", "application/json", "text/html; charset=shift_jis"])
        {
            for (var round = 0; round < Rounds; round++)
            {
                var bytes = new byte[random.Next(3000)];
                random.NextBytes(bytes);
                byte[] page = [.. Encoding.ASCII.GetBytes("<script>fbq('track','Purchase',{"), .. bytes, .. Encoding.ASCII.GetBytes("</script><script type='application/json'>{\"order\":"), .. bytes];
                Assert.Empty(Discover.Exchange(new TestExchange { Path = "/thank-you", ResponseBody = CapturedBody.FromBytes(page, type) }).Events);
            }
        }
    }

    // Without a value no Purchase is sent.
    private static void AssertNothingIsSold(string page) => Assert.DoesNotContain(Discover.Page(page).Conversions, conversion => conversion.CustomData.ContainsKey("value"));

    private static string Fill(string shell, string content) =>
        shell.Replace("{{", "\u0001", StringComparison.Ordinal).Replace("}}", "\u0002", StringComparison.Ordinal).Replace("{0}", content, StringComparison.Ordinal)
            .Replace('\u0001', '{').Replace('\u0002', '}');
}
