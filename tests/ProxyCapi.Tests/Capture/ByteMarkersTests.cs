using System.Buffers;
using System.Text;
using CsCheck;
using ProxyCapi.Capture;
using ProxyCapi.Extraction.Discovery.Markers;
using Marker = ProxyCapi.Capture.ByteMarkers.Marker;

namespace ProxyCapi.Tests.Capture;

public class ByteMarkersTests
{
    private static readonly Marker[] Markers =
    [
        new("Purchase", 4, SearchValues.Create("'\""u8)), new("purchase", 4, SearchValues.Create("'\":"u8)), new("order_id", 4), new("Lead", 3, SearchValues.Create("'"u8)),
        new("AddToCart", 2), new("AddPaymentInfo", 2), new("aaaa", 1), new("aaab", 2), new("abaa", 3), new("ViewContent", 1), new("view_item", 1, SearchValues.Create("'"u8)),
    ];

    private static readonly string[] Pieces = ["'", "\"", ":", " ", "a", "b", "aa", "Purch", "order_i", "ä", "\0"];

    [Theory]
    [InlineData("", 0)]
    [InlineData("fbq('track', 'PageView');", 0)]
    [InlineData("fbq('track', 'Purchase', {})", 4)]
    [InlineData("Purchase protection", 0)]
    [InlineData("Purchase", 0)]
    [InlineData("Lead'", 3)]
    [InlineData("Leader' ViewContent", 1)]
    [InlineData("order_id", 4)]
    public void Find_Text_GivesTheGreatestWeight(string text, int expected) => Assert.Equal(expected, new ByteMarkers(Markers).Find(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Find_AnyText_FindsWhatAPlainSearchFinds()
    {
        var markers = new ByteMarkers(Markers);
        var piece = Gen.OneOf(
            Gen.Int[0, Markers.Length - 1].Select(i => Markers[i].Text), Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]), Gen.String[0, 20]);
        piece.Array[0, 40].Sample(pieces =>
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(pieces));
            Assert.Equal(Plain(bytes), markers.Find(bytes));
        });
    }

    [Theory]
    [InlineData("<script>fbq('track','Purchase',{value:1})</script>")]
    [InlineData("<script>dataLayer.push({ecommerce:{purchase: {actionField:{}}}})</script>")]
    [InlineData("<img src=\"https://www.facebook.com/tr?id=1&amp;ev=Purchase&amp;noscript=1\">")]
    [InlineData("<div data-order-tracking-info=\"{&#34;transaction_id&#34;:1}\">")]
    [InlineData("dataLayer=[{'transactionId':'1'}]")]
    [InlineData("<div itemscope itemtype=\"https://schema.org/Order\">")]
    [InlineData("{\"@type\":\"Order\"}")]
    [InlineData("gtag(\"event\", \"begin_checkout\")")]
    [InlineData("fbq('track','Lead')")]
    [InlineData("<div id='gform_confirmation_wrapper_3'>")]
    public void Html_PageWithAConversion_HasAMarker(string html) =>
        Assert.True(DiscoveryMarkers.Html(["Purchase", "Lead", "InitiateCheckout", "AddToCart", "ViewContent"], []).Find(Encoding.UTF8.GetBytes(html)) > 0);

    [Theory]
    [InlineData("<script>fbq('init','1');fbq('track','PageView');</script><p>Purchase our Leading products, add to cart, order now!</p>")]
    [InlineData("<script>window.dataLayer=window.dataLayer||[];gtag('config','G-1')</script>")]
    public void Html_PageWithout_HasNone(string html) =>
        Assert.Equal(0, DiscoveryMarkers.Html(["Purchase", "Lead", "InitiateCheckout", "AddToCart", "ViewContent"], []).Find(Encoding.UTF8.GetBytes(html)));

    [Fact]
    public void Html_FewerEvents_LookForFewerNames() =>
        Assert.Equal(0, DiscoveryMarkers.Html(["Purchase"], []).Find("fbq('track','ViewContent')"u8));

    [Fact]
    public void Html_TextOfTheOperators_IsLookedFor() =>
        Assert.Equal(4, DiscoveryMarkers.Html(["Purchase"], ["myShopOrder"]).Find("var myShopOrder"u8));

    private static int Plain(byte[] bytes)
    {
        var found = 0;
        foreach (var marker in Markers)
        {
            for (var i = 0; i < bytes.Length; i++)
            {
                found = marker.IsAt(bytes, i + marker.Text.IndexOf(marker.Anchor, StringComparison.Ordinal)) ? Math.Max(found, marker.Weight) : found;
            }
        }

        return found;
    }
}
