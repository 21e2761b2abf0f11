using AngleSharp.Html.Parser;
using ProxyCapi.Configuration;
using ProxyCapi.Extraction.Discovery.Scripts;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Tests.Extraction.Discovery.Scripts;

/// <summary>Which scripts of a page run when it loads.</summary>
public class PageScriptsTests
{
    [Theory]
    [InlineData("<script>fbq(1)</script>")]
    [InlineData("<script type=''>fbq(1)</script>")]
    [InlineData("<script type=' Text/JavaScript '>fbq(1)</script>")]
    [InlineData("<script type=application/javascript>fbq(1)</script>")]
    [InlineData("<script type=application/x-javascript>fbq(1)</script>")]
    [InlineData("<script type=module>fbq(1)</script>")]
    [InlineData("<script language=JavaScript>fbq(1)</script>")]
    [InlineData("<script for=window event=onload>fbq(1)</script>")]
    [InlineData("<script type=rocketlazyloadscript>fbq(1)</script>")]
    [InlineData("<script type=litespeed/javascript>fbq(1)</script>")]
    [InlineData("<script type=pmdelayedscript>fbq(1)</script>")]
    [InlineData("<script type='1f2e3d4c5b6a79880a1b2c3d-text/javascript'>fbq(1)</script>")]
    [InlineData("<script type='nitropack/inlinescript'>fbq(1)</script>")]
    [InlineData("<script type='javascript/blocked' data-wpmeteor-type='text/javascript'>fbq(1)</script>")]
    [InlineData("<svg><script>fbq(1)</script></svg>")]
    [InlineData("<body onload='fbq(1)'>")]
    [InlineData("<body onload='fbq(1); return false'>")]
    [InlineData("<img src=x onload='fbq(1)'>")]
    [InlineData("<script src=x.js onload='fbq(1)'></script>")]
    [InlineData("<svg onload='fbq(1)'></svg>")]
    [InlineData("<script><!--\nfbq(1)\n//--></script>")]
    [InlineData("<script>//<![CDATA[\nfbq(1)\n//]]></script>")]
    [InlineData("<script>fbq(</script><script>fbq(1)</script>")]
    public void Script_ThatRunsOnLoad_Counts(string html) =>
        Assert.Equal("fbq(1)", ScriptReading.Print(ScriptReading.Page(html)));

    [Theory]
    [InlineData("<script src=x.js>fbq(1)</script>")]
    [InlineData("<script src=''>fbq(1)</script>")]
    [InlineData("<script onload='fbq(1)'></script>")]
    [InlineData("<script type=text/plain src=x.js onload='fbq(1)'></script>")]
    [InlineData("<img src=x onerror='fbq(1)'>")]
    [InlineData("<script type=text/template>fbq(1)</script>")]
    [InlineData("<script type=text/x-magento-init>fbq(1)</script>")]
    [InlineData("<script type=application/json>fbq(1)</script>")]
    [InlineData("<script type=application/ld+json>fbq(1)</script>")]
    [InlineData("<script type=text/plain data-cookieconsent=marketing>fbq(1)</script>")]
    [InlineData("<script type=text/plain class=cmplz-script data-category=marketing>fbq(1)</script>")]
    [InlineData("<script type=text/plain>fbq(1)</script>")]
    [InlineData("<script type='zzz-text/javascript'>fbq(1)</script>")]
    [InlineData("<script type='text/javascript; charset=utf-8'>fbq(1)</script>")]
    [InlineData("<script nomodule>fbq(1)</script>")]
    [InlineData("<script for=other event=onclick>fbq(1)</script>")]
    [InlineData("<!-- <script>fbq(1)</script> -->")]
    [InlineData("<noscript><script>fbq(1)</script></noscript>")]
    [InlineData("<template><script>fbq(1)</script></template>")]
    [InlineData("<textarea><script>fbq(1)</script></textarea>")]
    [InlineData("<title><script>fbq(1)</script></title>")]
    [InlineData("<iframe><script>fbq(1)</script></iframe>")]
    [InlineData("<xmp><script>fbq(1)</script></xmp>")]
    [InlineData("<style><script>fbq(1)</script></style>")]
    [InlineData("<a href='javascript:fbq(1)' onclick='fbq(1)'>x</a>")]
    [InlineData("<div data-x=\"<script>fbq(1)</script>\"></div>")]
    [InlineData("&lt;script&gt;fbq(1)&lt;/script&gt;")]
    [InlineData("<script>fbq(1) fbq(2)</script>")]
    [InlineData("<script>\n<![CDATA[\nfbq(1)\n]]>\n</script>")]
    public void Script_ThatDoesNotRunOnLoad_DoesNotCount(string html) =>
        Assert.Equal("", ScriptReading.Print(ScriptReading.Page(html)));

    [Fact]
    public void Scripts_OfDifferentTiming_RunInTheOrderOfABrowser()
    {
        var facts = ScriptReading.Page(
            "<body onload=\"fbq('load')\"><script type=module>fbq('module'); var own = 1</script><script>$(function () { fbq('ready') }); fbq('inline')</script></body>");

        Assert.Equal("fbq(\"inline\")\nfbq(\"module\")\nfbq(\"ready\")\nfbq(\"load\")", ScriptReading.Print(facts));
        Assert.DoesNotContain("own", facts.Variables.Keys);
    }

    [Fact]
    public void Script_HeldBackForConsent_RunsWhereConsentAllowsIt()
    {
        const string html = "<script type=text/plain data-cookieconsent=marketing>fbq(1)</script><script type=text/plain data-cookieconsent=statistics>fbq(2)</script>";

        var facts = ScriptReader.Read(new HtmlParser().ParseDocument(html), script => script.GetAttribute("data-cookieconsent") == "marketing");

        Assert.Equal("fbq(1)", ScriptReading.Print(facts));
        Assert.Equal("script 2", Assert.Single(facts.Rejections).Origin);
    }

    [Fact]
    public void Script_ThatDoesNotParse_IsRejectedWithItsPlaceAndNothingElse()
    {
        var facts = ScriptReading.Page("<script>fbq(1)</script><script>\nvar mail = 'jane@shop.example' x</script>");

        var rejection = Assert.Single(facts.Rejections);
        Assert.Equal("script 2", rejection.Origin);
        Assert.Contains("line 2", rejection.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("jane", rejection.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>\n<![CDATA[\nfbq(1)\n]]>\n</script>", "application/xhtml+xml; charset=utf-8", "fbq(1)")]
    [InlineData("<script>\n<![CDATA[\nfbq(1)\n]]>\n</script>", "text/html", "")]
    [InlineData("<script>fbq(1)</script>", "text/html; charset=utf-8", "fbq(1)")]
    [InlineData("<script>fbq(1)</script>", null, "fbq(1)")]
    [InlineData("<script>fbq(1)</script>", "text/javascript", "")]
    [InlineData("<script>fbq(1)</script>", "text/plain", "")]
    [InlineData("{\"fragment\":\"<script>fbq(1)</script>\"}", "text/html", "")]
    [InlineData("<body onload='fbq(1)'>", "text/html", "fbq(1)")]
    public void Answer_OfAMediaType_IsReadIfABrowserTakesItForAPage(string body, string? mediaType, string expected)
    {
        var exchange = (TestExchange.Page("") with { ResponseBody = TestExchange.Body(body, mediaType) }).Build();

        Assert.Equal(expected, ScriptReading.Print(ScriptReader.Read(new ExchangeDocument(exchange, new CaptureOptions()))));
    }

    [Fact]
    public void Page_WithoutMarkers_IsNotRead() =>
        Assert.Empty(ScriptReading.Page("<script>f(1)</script><script>var x = 1</script>").Variables);

    [Theory]
    [InlineData("JSON.parse(document.getElementById('data').textContent)", "{\"id\":\"7\",\"total\":59.80}")]
    [InlineData("JSON.parse(document.querySelector('#data').innerHTML).total", "59.80")]
    [InlineData("document.querySelector('.order').dataset.orderTotal", "\"19.50\"")]
    [InlineData("document.querySelector('[data-order-total]').getAttribute('data-order-total')", "\"19.50\"")]
    [InlineData("document.getElementById('cur').value", "\"EUR\"")]
    [InlineData("document.querySelector('meta[name=\"shop\"]').content", "\"x\"")]
    [InlineData("$('#cur').val()", "\"EUR\"")]
    [InlineData("jQuery('.order').data('items')", "[{\"id\":1}]")]
    [InlineData("jQuery('.order').data('orderTotal')", "\"19.50\"")]
    [InlineData("jQuery('.order').attr('data-order-total')", "\"19.50\"")]
    [InlineData("Array.from(document.querySelectorAll('div')).map(e => e.className)", "[\"order\"]")]
    [InlineData("document.getElementById('later')", "undefined")]
    [InlineData("document.querySelector('.order').offsetWidth", "undefined")]
    [InlineData("document.querySelector('.order:has(* * * *)')", "undefined")]
    [InlineData("document.querySelector('[[').value", "undefined")]
    public void Argument_ReadFromAnElement_IsWhatThePageSent(string expression, string expected)
    {
        var facts = ScriptReading.Page(
            $$"""
            <meta name=shop content=x><div class=order data-order-total="19.50" data-items='[{"id":1}]'></div><input id=cur type=hidden value=EUR>
            <script type=application/json id=data>{"id":"7","total":59.80}</script><script>fbq({{expression}})</script>
            """);

        Assert.Equal($"fbq({expected})", ScriptReading.Print(facts));
    }
}
