using System.Text;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;

namespace ProxyCapi.Tests.Extraction.Discovery;

/// <summary>What an operator can change of discovery.</summary>
public class OperatorSwitchTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("off", false)]
    [InlineData("purchase", false)]
    [InlineData("purchase, Discovery", true)]
    [InlineData("discovery", true)]
    public void Route_ByItsMetadata_IsSearchedOrNot(string? metadata, bool expected) => Assert.Equal(
        expected, RouteRules.Parse(metadata is null ? null : new Dictionary<string, string> { [RouteRules.MetadataKey] = metadata }).Discovers);

    [Theory]
    [InlineData("111", 1)]
    [InlineData("999", 0)]
    public void Call_OfAPixelThatIsNotTheHosts_DoesNotCount(string pixel, int expected) =>
        Assert.Equal(expected, Discover.Script(Sale(pixel)).Events.Count);

    [Fact]
    public void Call_OfAnyPixel_CountsWhereNoneIsConfigured() =>
        Assert.Single(Discover.Page($"<script>{Sale("999")}</script>", settings: Discover.Settings with { PixelIds = new HashSet<string>() }).Events);

    [Fact]
    public void Image_OfAnotherPixel_DoesNotCount() =>
        Assert.Empty(Discover.Page("<img src='https://www.facebook.com/tr?id=999&ev=Purchase&cd[value]=5&cd[currency]=EUR'>").Events);

    [Fact]
    public void Event_ThatIsNotAskedFor_IsToldAndNotReported()
    {
        var result = Discover.Page("<script>fbq('track', 'Lead')</script>", settings: Discover.Settings with { Events = new HashSet<string> { "Purchase" } });

        Assert.Empty(result.Events);
        Assert.Equal("fbq track Lead: Lead is not in ProxyCapi:Discovery:Events", result.PrintRejections());
    }

    [Fact]
    public void PageView_OfThePixel_IsToldAndNotReported() =>
        Assert.Equal("fbq track PageView: PageView is not in ProxyCapi:Discovery:Events", Discover.Script("fbq('track', 'PageView')").PrintRejections());

    [Fact]
    public void Marker_OfTheOperators_HasThePageSearched()
    {
        var page = Encoding.ASCII.GetBytes("<script>ourShop.sold = 1</script>");

        Assert.Equal(0, new CompiledDiscovery(new DiscoveryOptions { Events = ["Purchase"] }).MarkersOf("text/html").Find(page));
        Assert.NotEqual(0, new CompiledDiscovery(new DiscoveryOptions { Events = ["Purchase"], Markers = ["ourShop.sold"] }).MarkersOf("text/html").Find(page));
    }

    [Theory]
    [InlineData("text/plain", "data-cookieconsent='marketing'")]
    [InlineData("text/plain", "data-category='marketing'")]
    [InlineData("text/plain", "class='cmplz-script'")]
    public void Script_ThatAConsentToolHoldsBack_CountsOnlyForWhoAgreed(string type, string attribute)
    {
        var page = $"<script type='{type}' {attribute}>fbq('track', 'Purchase', {{value: 5, currency: 'EUR', order_id: 'A-1'}})</script>";

        Assert.Empty(Discover.Page(page).Events);
        Assert.Contains("a consent tool holds this script back", Discover.Page(page).PrintRejections(), StringComparison.Ordinal);
        Assert.Single(Discover.Page(page, settings: Discover.Settings with { HasAgreed = true }).Events);
    }

    [Theory]
    [InlineData("text/template")]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    public void Script_ThatIsNoCode_CountsForNobody(string type) => Assert.Empty(Discover.Page(
        $"<script type='{type}'>fbq('track', 'Purchase', {{value: 5, currency: 'EUR', order_id: 'A-1'}})</script>", settings: Discover.Settings with { HasAgreed = true }).Events);

    private static string Sale(string pixel) => $"fbq('init', '111'); fbq('trackSingle', '{pixel}', 'Purchase', {{value: 5, currency: 'EUR', order_id: 'A-1'}})";
}
