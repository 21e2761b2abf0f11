using ProxyCapi.Conversions;
using ProxyCapi.Tests.Extraction;

namespace ProxyCapi.Tests.Conversions;

/// <summary>meta-capi.md section 6.</summary>
public class VisitorReaderTests
{
    private static readonly TestExchange Page = TestExchange.Page("<p>") with { Path = "/thanks", Query = "?id=7" };

    [Fact]
    public void Fill_Page_IsTheRequestsAddressAndItsRefererThePageBefore()
    {
        var read = Read(Page with { RequestHeaders = [("Referer", "https://shop.example/checkout?email=a@b.example")] });

        Assert.Equal("https://shop.example/thanks?id=7", read.EventSourceUrl);
        Assert.Equal("https://shop.example/checkout", read.ReferrerUrl);
    }

    [Theory]
    [InlineData("application/json", null, null)]
    [InlineData("text/html", "X-Requested-With", "XMLHttpRequest")] // Woo's wc-ajax
    [InlineData("text/html", "Sec-Fetch-Dest", "empty")]
    public void Fill_CallOfAScript_IsThePageItRanOn(string contentType, string? header, string? value)
    {
        var read = Read(TestExchange.Answer("{}", contentType) with
        {
            Path = "/api/orders",
            RequestHeaders = [("Referer", "https://shop.example/checkout"), .. header is null ? Array.Empty<(string, string)>() : [(header, value!)]],
        });

        Assert.Equal("https://shop.example/checkout", read.EventSourceUrl);
        Assert.Null(read.ReferrerUrl);
    }

    [Fact]
    public void Fill_CallOfAScriptWithoutReferer_IsTheSite() =>
        Assert.Equal("https://shop.example/", Read(TestExchange.Answer("{}") with { Path = "/api/orders" }).EventSourceUrl);

    [Fact]
    public void Fill_PageNamedByTheRule_Wins() => Assert.Equal("https://www.shop.example/x", Read(Page, "https://www.shop.example/x").EventSourceUrl);

    [Fact]
    public void Fill_PageNamedByTheRuleIsNoAddress_FallsBack() => Assert.Equal("https://shop.example/thanks?id=7", Read(Page, "/x").EventSourceUrl);

    [Theory]
    [InlineData("?fbclid=New-1", "", null, "fb.1.1700000000000.New-1")]
    [InlineData("", "https://shop.example/?fbclid=New-1", null, "fb.1.1700000000000.New-1")]
    [InlineData("?fbclid=New-1", "https://shop.example/?fbclid=Old", null, "fb.1.1700000000000.New-1")]
    [InlineData("", "", "fb.1.1600000000000.Old", "fb.1.1600000000000.Old")]
    [InlineData("?fbclid=New-1", "", "fb.1.1600000000000.Old", "fb.1.1700000000000.New-1")] // a newer click beats the cookie
    [InlineData("?fbclid=Old", "", "fb.1.1600000000000.Old", "fb.1.1600000000000.Old")] // the same click keeps its time
    [InlineData("?fbclid=OLD", "", "fb.1.1600000000000.Old", "fb.1.1700000000000.OLD")] // case counts
    [InlineData("?fbclid=a%0d%0ab", "", null, null)]
    [InlineData("", "", "undefined", null)]
    [InlineData("", "", null, null)]
    public void Fill_Click_IsTheNewest(string query, string referer, string? cookie, string? expected)
    {
        var read = Read(Page with
        {
            Query = query,
            RequestHeaders = [("Referer", referer), .. cookie is null ? Array.Empty<(string, string)>() : [("Cookie", $"a=1; _fbc={cookie}; b=2")]],
        });

        Assert.Equal(expected, read.UserData.Fbc);
    }

    [Fact]
    public void Fill_Browser_IsReadAndNeverInvented()
    {
        Assert.Equal("fb.1.1700000000000.1116446470", Read(Page with { RequestHeaders = [("Cookie", "_fbp=fb.1.1700000000000.1116446470")] }).UserData.Fbp);
        Assert.Null(Read(Page).UserData.Fbp);
    }

    [Fact]
    public void Fill_CookiesBesideMalformedOnes_AreRead() =>
        Assert.Equal("fb.1.1.2", Read(Page with { RequestHeaders = [("Cookie", "x={\"a\":1, \"b\":\"c d\"}; ;=; _fbp=fb.1.1.2; y=\u00FC")] }).UserData.Fbp);

    [Fact]
    public void Fill_AgentAndAddress_AreTheRequests()
    {
        var read = Read(Page with { ClientAddress = "::ffff:203.0.113.9", RequestHeaders = [("User-Agent", " Mozilla/5.0 ")] });

        Assert.Equal("203.0.113.9", read.UserData.ClientIpAddress);
        Assert.Equal("Mozilla/5.0", read.UserData.ClientUserAgent);
    }

    [Fact]
    public void Fill_PrivateAddressAndNoAgent_AreLeftOut()
    {
        var read = Read(Page with { ClientAddress = "192.168.0.1" });

        Assert.Null(read.UserData.ClientIpAddress);
        Assert.Null(read.UserData.ClientUserAgent);
    }

    private static ServerEvent Read(TestExchange exchange, string? page = null)
    {
        var source = new ServerEvent();
        var built = exchange.Build();
        new VisitorReader(built, built.RemoteIpAddress).Fill(source, page);
        return source;
    }
}
