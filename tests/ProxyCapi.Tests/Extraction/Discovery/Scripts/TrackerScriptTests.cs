namespace ProxyCapi.Tests.Extraction.Discovery.Scripts;

/// <summary>The shapes in which shops and their plug-ins print events.</summary>
public class TrackerScriptTests
{
    private const string PixelLoader = """
        !function(f,b,e,v,n,t,s){if(f.fbq)return;n=f.fbq=function(){n.callMethod?n.callMethod.apply(n,arguments):n.queue.push(arguments)};
        if(!f._fbq)f._fbq=n;n.push=n;n.loaded=!0;n.version='2.0';n.queue=[];t=b.createElement(e);t.async=!0;t.src=v;
        s=b.getElementsByTagName(e)[0];s.parentNode.insertBefore(t,s)}(window,document,'script','https://pixel.example/events.js');
        """;

    private const string TagManagerLoader = """
        (function(w,d,s,l,i){w[l]=w[l]||[];w[l].push({'gtm.start':new Date().getTime(),event:'gtm.js'});var f=d.getElementsByTagName(s)[0],
        j=d.createElement(s),dl=l!='dataLayer'?'&l='+l:'';j.async=true;j.src='https://tags.example/gtm.js?id='+i+dl;f.parentNode.insertBefore(j,f);
        })(window,document,'script','shopLayer','GTM-X');
        """;

    [Fact]
    public void Pixel_BehindItsLoader_IsCalledByItsName()
    {
        var facts = ScriptReading.Script(PixelLoader + "fbq('init', '1'); fbq('track', 'Purchase', {value: 84.90}, {eventID: 'o-1'});", PixelLoader + "fbq('track', 'PageView')");

        Assert.Equal(
            "fbq(\"init\",\"1\")\nfbq(\"track\",\"Purchase\",{\"value\":84.90},{\"eventID\":\"o-1\"})\nfbq(\"track\",\"PageView\")",
            ScriptReading.Print(facts, "fbq"));
    }

    [Theory]
    [InlineData("var t = window.fbq; t('track', 'Lead')")]
    [InlineData("fbq.apply(null, ['track', 'Lead'])")]
    [InlineData("(function (p) { p('track', 'Lead') })(fbq)")]
    [InlineData("_fbq('track', 'Lead')")]
    public void Pixel_UnderAnotherName_IsStillThePixel(string script) =>
        Assert.Equal("fbq(\"track\",\"Lead\")", ScriptReading.Print(ScriptReading.Script(PixelLoader + script), "fbq"));

    [Fact]
    public void Layer_OfATagManager_IsKnownByTheNameThatItIsGiven()
    {
        var facts = ScriptReading.Script(TagManagerLoader, "shopLayer.push({event: 'purchase'}); window['shopLayer'].push({event: 'x'})");

        Assert.Equal(
            "shopLayer.push({\"gtm.start\":undefined,\"event\":\"gtm.js\"})\nshopLayer.push({\"event\":\"purchase\"})\nshopLayer.push({\"event\":\"x\"})",
            ScriptReading.Print(facts));
        Assert.Equal(3, facts.Variables["shopLayer"].Count());
    }

    [Theory]
    [InlineData("window.dataLayer = window.dataLayer || []; dataLayer.push({a: 1})")]
    [InlineData("var dataLayer = dataLayer || []; dataLayer.push({a: 1})")]
    [InlineData("(dataLayer = window.dataLayer || []).push({a: 1})")]
    [InlineData("window.dataLayer ||= []; window.dataLayer.push({a: 1})")]
    [InlineData("if (!window.dataLayer) window.dataLayer = []; dataLayer.push({a: 1})")]
    [InlineData("dataLayer = typeof dataLayer === 'undefined' ? [] : dataLayer; dataLayer.push({a: 1})")]
    [InlineData("dataLayer.push({a: 1})")]
    [InlineData("var l = window.dataLayer = window.dataLayer || []; l.push({a: 1})")]
    [InlineData("window.dataLayer = []; dataLayer.push.apply(dataLayer, [{a: 1}])")]
    [InlineData("var dlObjects = [{a: 1}]; window.dataLayer = window.dataLayer || []; for (var i in dlObjects) { window.dataLayer.push(dlObjects[i]); }")]
    [InlineData("dataLayer.push((window.gtm_filter || function (d) { return d; })({a: 1}, 'x'))")]
    [InlineData("const push = o => dataLayer.push(o); push({a: 1})")]
    public void Layer_HoweverItIsMade_HasItsPush(string script) =>
        Assert.Equal("dataLayer.push({\"a\":1})", ScriptReading.Print(ScriptReading.Script(script), "dataLayer.push"));

    [Fact]
    public void Layer_AssignedWhole_IsAVariable()
    {
        var facts = ScriptReading.Script("dataLayer = [{transactionId: '7', transactionTotal: 11.50}]; dataLayer.push({b: 2})");

        Assert.Equal("[{\"transactionId\":\"7\",\"transactionTotal\":11.50},{\"b\":2}]", ScriptReading.Print(facts.Variables["dataLayer"]));
    }

    [Fact]
    public void Gtag_IsRecordedItselfAndAsThePushThatItMakes()
    {
        var facts = ScriptReading.Script(
            "window.dataLayer = window.dataLayer || []; function gtag(){dataLayer.push(arguments);} gtag('js', new Date()); gtag('event', 'purchase', {value: '1.059,80',});");

        Assert.Equal(
            "gtag(\"js\",undefined)\ndataLayer.push([\"js\",undefined])\ngtag(\"event\",\"purchase\",{\"value\":\"1.059,80\"})\n"
            + "dataLayer.push([\"event\",\"purchase\",{\"value\":\"1.059,80\"}])",
            ScriptReading.Print(facts));
    }

    [Fact]
    public void Gtag_OfAFunctionScope_IsRecordedByItsName() =>
        Assert.Equal(
            "gtag(\"event\",\"purchase\")",
            ScriptReading.Print(ScriptReading.Script("(function () { window.dataLayer = []; function gtag() { dataLayer.push(arguments) } gtag('event', 'purchase') })()"), "gtag"));

    [Fact]
    public void Purchase_InThreeBranchesOfOneIf_IsOnThreeWays()
    {
        var facts = ScriptReading.Script(PixelLoader + """
            var p = {value: "104.70", currency: "EUR"};
            jQuery(function ($) {
              if (window.fbSupport) { fbq('track', 'Purchase', p, {eventID: 'e1'}); }
              else if (Date.now() > 5) { fbq('track', 'Purchase', p); }
              else { fbq('track', 'Purchase', p); }
            });
            """);

        var ways = facts.Calls.Where(call => call.Callee == "fbq").Select(call => string.Join('/', call.Branches.Select(branch => branch.Way)));
        Assert.Equal(["0", "1/0", "1/1"], ways);
    }

    [Fact]
    public void Queue_OfAPlugIn_IsAVariableAndItsPushesAreCalls()
    {
        var facts = ScriptReading.Script(
            "var wc_facebook_pixel_data = {\"eventQueue\":[{\"name\":\"Purchase\"}]}; window.FacebookSignals = window.FacebookSignals || {}; FacebookSignals.queueEvent({name: 'Purchase'}); wc_facebook_pixel_data.eventQueue.push({name: 'Lead'})");

        Assert.Equal("{\"eventQueue\":[{\"name\":\"Purchase\"},{\"name\":\"Lead\"}]}", ScriptReading.Print(facts.Variables["wc_facebook_pixel_data"]));
        Assert.Contains("FacebookSignals.queueEvent({\"name\":\"Purchase\"})", ScriptReading.Print(facts), StringComparison.Ordinal);
        Assert.Contains("wc_facebook_pixel_data.eventQueue.push({\"name\":\"Lead\"})", ScriptReading.Print(facts), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("new Image().src = 'https://www.facebook.com/tr?id=1&ev=Lead'")]
    [InlineData("(new Image).src = 'https://www.facebook.com/tr?id=1&ev=Lead'")]
    [InlineData("var i = document.createElement('img'); i.src = 'https://www.facebook.com/tr?id=' + 1 + '&ev=Lead'; document.body.appendChild(i)")]
    [InlineData("var i = new Image(1, 1); i.setAttribute('src', 'https://www.facebook.com/tr?id=1&ev=Lead')")]
    public void Image_OfThePixel_IsACall(string script) =>
        Assert.Equal("Image.src(\"https://www.facebook.com/tr?id=1&ev=Lead\")", ScriptReading.Print(ScriptReading.Script(script)));

    [Fact]
    public void DocumentWrite_IsACall() =>
        Assert.Equal("document.write(\"<img src=x>\")", ScriptReading.Print(ScriptReading.Script("document.write('<img src=' + 'x' + '>')")));

    [Fact]
    public void Library_ThatOnlyOffersItsFunctions_MakesNoCall()
    {
        var facts = ScriptReading.Script(
            "!function(e,t){\"use strict\";var r={q:[],on:function(n,o){(r.q[n]=r.q[n]||[]).push(o)}};r.buy=function(n){e.fbq&&e.fbq(\"track\",\"Purchase\",{value:n.total})};e.__rt=r}(window,document);");

        Assert.Empty(facts.Calls);
    }

    [Fact]
    public void Event_WithAFunctionAmongItsData_KeepsTheRest() =>
        Assert.Equal(
            "gtag(\"event\",\"purchase\",{\"transaction_id\":\"9\",\"event_callback\":undefined})",
            ScriptReading.Print(ScriptReading.Script(
                "document.addEventListener('DOMContentLoaded', function () { gtag('event', 'purchase', {\"transaction_id\": '9', \"event_callback\": function () { $.post('/x') }}) })"), "gtag"));

    [Fact]
    public void Consent_WithAnUnknownCondition_IsUnknown() =>
        Assert.Equal(
            "fbq(\"consent\",undefined)",
            ScriptReading.Print(ScriptReading.Script("fbq('consent', !!window.doNotConsentToPixel ? 'revoke' : 'grant')"), "fbq"));
}
