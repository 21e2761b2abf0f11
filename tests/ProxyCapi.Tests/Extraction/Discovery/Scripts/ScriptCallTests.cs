using ProxyCapi.Configuration;
using ProxyCapi.Extraction.Discovery.Scripts;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Tests.Extraction.Discovery.Scripts;

/// <summary>Which calls a page makes when it loads, shape by shape.</summary>
public class ScriptCallTests
{
    [Theory]
    [InlineData("f(1)")]
    [InlineData("window.f(1)")]
    [InlineData("self.f(1)")]
    [InlineData("globalThis['f'](1)")]
    [InlineData("window.f && 0; window['f'].call(null, 1)")]
    [InlineData("f.apply(this, [1])")]
    [InlineData("(function () { f(1) })()")]
    [InlineData("(function () { f(1) }())")]
    [InlineData("!function (w) { w.f(1) }(window)")]
    [InlineData("+function () { f(1) }()")]
    [InlineData("void function () { f(1) }()")]
    [InlineData("(() => { f(1) })()")]
    [InlineData("(() => f(1))()")]
    [InlineData("(function () { f(1) }).call(this)")]
    [InlineData("(async function () { f(1) })()")]
    [InlineData("(async () => { await 0; f(1) })()")]
    [InlineData("new function () { f(1) }")]
    [InlineData("go(); function go() { f(1) }")]
    [InlineData("var go = function () { f(1) }; go()")]
    [InlineData("const go = x => f(x); go(1)")]
    [InlineData("var o = { go() { f(this.n) }, n: 1 }; o.go()")]
    [InlineData("jQuery(function () { f(1) })")]
    [InlineData("$(function () { f(1) })")]
    [InlineData("$(document).ready(function () { f(1) })")]
    [InlineData("jQuery(document).on('ready', function () { f(1) })")]
    [InlineData("jQuery(window).on('load.shop', function () { f(1) })")]
    [InlineData("jQuery(window).load(function () { f(1) })")]
    [InlineData("(function ($) { $(function () { f(1) }) })(jQuery)")]
    [InlineData("var $x = jQuery.noConflict(); $x(document).ready(() => f(1))")]
    [InlineData("document.addEventListener('DOMContentLoaded', function () { f(1) })")]
    [InlineData("document.addEventListener('turbo:load', () => f(1), { once: true })")]
    [InlineData("window.addEventListener('load', function () { f(1) })")]
    [InlineData("addEventListener('load', function () { f(1) })")]
    [InlineData("window.addEventListener('load', { handleEvent: function () { f(1) } })")]
    [InlineData("window.attachEvent('onload', function () { f(1) })")]
    [InlineData("window.onload = function () { f(1) }")]
    [InlineData("onload = () => f(1)")]
    [InlineData("document.onreadystatechange = function () { f(1) }")]
    [InlineData("setTimeout(function () { f(1) }, 500)")]
    [InlineData("setTimeout(f2, 0, 1); function f2(x) { f(x) }")]
    [InlineData("requestAnimationFrame(() => f(1))")]
    [InlineData("queueMicrotask(() => f(1))")]
    [InlineData("Promise.resolve(1).then(x => f(x))")]
    [InlineData("Promise.resolve().then(() => 1).then(x => f(x))")]
    [InlineData("new Promise(function (done) { setTimeout(done, 100, 1) }).then(f2); function f2(x) { f(x) }")]
    [InlineData("var s = document.createElement('script'); s.onload = function () { f(1) }; document.head.appendChild(s)")]
    [InlineData("require(['jquery', 'x'], function ($, x) { $(function () { f(1) }) })")]
    [InlineData("try { f(1) } catch (e) { f(2) }")]
    [InlineData("try { throw 0 } catch (e) { f(1) }")]
    [InlineData("try { } finally { f(1) }")]
    [InlineData("if (true) f(1); else f(2)")]
    [InlineData("if (false) f(2); else f(1)")]
    [InlineData("if (0) { f(2) } f(1)")]
    [InlineData("if (typeof missing === 'undefined' && false) f(2); f(1)")]
    [InlineData("var on; if (typeof on === 'undefined') f(1); else f(2)")]
    [InlineData("var a = {}; a.x ? f(2) : f(1)")]
    [InlineData("var a = 'x'; a === 'x' && f(1); a === 'y' && f(2); a === 'x' || f(3)")]
    [InlineData("switch ('b') { case 'a': f(2); break; case 'b': f(1); break; default: f(3) }")]
    [InlineData("switch (7) { case 1: f(2); break; default: f(1) }")]
    [InlineData("for (var i = 1; i < 2; i++) f(i)")]
    [InlineData("for (var i in { 'k': 1 }) f({ k: 1 }[i])")]
    [InlineData("for (const x of [1]) { f(x) }")]
    [InlineData("[1].forEach(function (x) { f(x) })")]
    [InlineData("[1].map(f2); function f2(x) { f(x) }")]
    [InlineData("jQuery.each([1], function (i, x) { f(x) })")]
    [InlineData("outer: for (const a of [1, 2]) { for (const b of [1, 2]) { f(a); break outer } }")]
    [InlineData("for (let n = 0; ; n++) { if (n == 3) { f(1); break } }")]
    [InlineData("do { f(1) } while (false)")]
    [InlineData("function T() { this.n = 1 } T.prototype.go = function () { f(this.n) }; new T().go()")]
    [InlineData("class T { constructor(n) { this.n = n } go() { f(this.n) } } new T(1).go()")]
    [InlineData("<!--\nf(1)\n//-->")]
    [InlineData("//<![CDATA[\nf(1)\n//]]>")]
    [InlineData("/*<![CDATA[*/ f(1) /*]]>*/")]
    [InlineData("window.missing?.go(); f(1)")]
    [InlineData("(window.fn || function (d) { return d; })({}, f(1))")]
    public void Call_WhereItRunsOnLoad_Counts(string script) =>
        Assert.Equal("f(1)", ScriptReading.Print(ScriptReading.Script(script), "f"));

    [Theory]
    [InlineData("function go() { f(1) }")]
    [InlineData("var go = function () { f(1) }")]
    [InlineData("var o = { go: function () { f(1) }, get x() { f(2) } }")]
    [InlineData("class T { constructor() { f(1) } go() { f(2) } }")]
    [InlineData("document.addEventListener('click', function () { f(1) })")]
    [InlineData("window.addEventListener('scroll', () => f(1))")]
    [InlineData("document.forms[0].addEventListener('submit', () => f(1))")]
    [InlineData("document.getElementById('b').onclick = function () { f(1) }")]
    [InlineData("$('#b').on('click', function () { f(1) })")]
    [InlineData("$('#b').click(function () { f(1) })")]
    [InlineData("$(document).on('click', '.b', function () { f(1) })")]
    [InlineData("$(document.body).on('added_to_cart', function () { f(1) })")]
    [InlineData("window.addEventListener('CookiebotOnAccept', function () { f(1) })")]
    [InlineData("if (false) { f(1) }")]
    [InlineData("false && f(1)")]
    [InlineData("true || f(1)")]
    [InlineData("true ? 0 : f(1)")]
    [InlineData("(function () { return; f(1) })()")]
    [InlineData("(function () { if (true) return; f(1) })()")]
    [InlineData("throw 0; f(1)")]
    [InlineData("var s = \"f(1)\"; eval(s); new Function(s)")]
    [InlineData("// f(1)\n/* f(1) */")]
    [InlineData("`f(1)`")]
    [InlineData("while (false) f(1)")]
    [InlineData("for (const x of []) f(1)")]
    [InlineData("fetch('/x').then(function () { f(1) })")]
    [InlineData("new Promise(function () { }).then(function () { f(1) })")]
    [InlineData("try { g() } catch (e) { f(1) }")]
    [InlineData("gtag('event', 'x', { event_callback: function () { f(1) } })")]
    public void Call_WhereNothingRunsIt_DoesNotCount(string script) =>
        Assert.Equal("", ScriptReading.Print(ScriptReading.Script(script), "f"));

    [Theory]
    [InlineData("if (cond) f(1); else f(2)", "f(1) @1.0\nf(2) @1.1")]
    [InlineData("if (cond) f(1)", "f(1) @1.0")]
    [InlineData("cond && f(1)", "f(1) @1.0")]
    [InlineData("cond() || f(1)", "f(1) @1.0")]
    [InlineData("cond() ?? f(1)", "f(1) @1.0")]
    [InlineData("cond ? f(1) : f(2)", "f(1) @1.0\nf(2) @1.1")]
    [InlineData("if (a) f(1); else if (b) f(2); else f(3)", "f(1) @1.0\nf(2) @1.1 @2.0\nf(3) @1.1 @2.1")]
    [InlineData("switch (x()) { case 1: f(1); break; case 2: f(2); default: f(3) }", "f(1) @1.0\nf(2) @1.1\nf(3) @1.1\nf(3) @1.2")]
    [InlineData("(function () { if (cond) return; f(1) })(); f(2)", "f(1) @1.1\nf(2)")]
    [InlineData("(function () { if (cond) { f(1); return } f(2) })()", "f(1) @1.0\nf(2) @1.1")]
    [InlineData("(function wait() { if (window.fbq) f(1); else setTimeout(wait, 100) })()", "f(1) @1.0\nf(1) @1.1 @2.0\nf(1) @1.1 @2.1 @3.0\nf(1) @1.1 @2.1 @3.1 @4.0")]
    [InlineData("while (cond()) f(1)", "f(1) @1.0")]
    [InlineData("for (var x of list()) f(x)", "f(undefined) @1.0")]
    [InlineData("if (cond) jQuery(function () { f(1) }); else f(2)", "f(2) @1.1\nf(1) @1.0")]
    [InlineData("if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', go); else go(); function go() { f(1) }", "f(1) @1.1\nf(1) @1.0")]
    [InlineData("if (typeof fbq !== 'undefined') { f(1) }", "f(1) @1.0")]
    [InlineData("for (var i = 0; i < 2; i++) { if (cond) continue; f(i) }", "f(0) @1.1\nf(1) @2.1")]
    public void Call_OnOneOfSeveralWays_CarriesTheWay(string script, string expected) =>
        Assert.Equal(expected, ScriptReading.Print(ScriptReading.Script(script), "f"));

    [Fact]
    public void Loop_WithFunctionsThatWait_GivesEachItsRound() =>
        Assert.Equal("f(0)\nf(1)", ScriptReading.Print(ScriptReading.Script("for (let i = 0; i < 2; i++) setTimeout(() => f(i))"), "f"));

    [Fact]
    public void Calls_OfSeveralScripts_ShareVariablesAndKeepTheirOrder()
    {
        var facts = ScriptReading.Script("var a = 1; jQuery(function () { f(a) })", "f('now'); let b = 2", "const c = a + b; f(c); a = 5");

        Assert.Equal("f(\"now\")\nf(3)\nf(5)", ScriptReading.Print(facts, "f"));
    }

    [Fact]
    public void Calls_OfWhatWaits_RunInTheOrderOfLoading()
    {
        var facts = ScriptReading.Script(
            "setTimeout(() => f('timer')); addEventListener('load', () => f('load')); $(() => f('ready')); queueMicrotask(() => f('microtask')); f('script')");

        Assert.Equal("f(\"script\")\nf(\"microtask\")\nf(\"ready\")\nf(\"load\")\nf(\"timer\")", ScriptReading.Print(facts, "f"));
    }

    [Theory]
    [InlineData("if (location.pathname.indexOf('/thanks/') > -1) f(1)", "f(1)")]
    [InlineData("if (window.location.href.includes('/cart')) f(1)", "")]
    [InlineData("if (document.location.pathname == '/thanks/7') f(1)", "f(1)")]
    [InlineData("if (/thank(s|-you)/.test(document.URL)) f(1)", "f(1)")]
    [InlineData("if (location.pathname.match(/order-received\\/(\\d+)/)) f(1)", "")]
    [InlineData("f(location.pathname.match(/thanks\\/(\\d+)/)[1])", "f(\"7\")")]
    [InlineData("f(new URLSearchParams(location.search).get('order'))", "f(\"A 7\")")]
    [InlineData("f(new URLSearchParams(window.location.search).get('none'))", "f(null)")]
    [InlineData("f(new URL(location.href).searchParams.get('order'))", "f(\"A 7\")")]
    [InlineData("f(new URL('/x?y=2', location.href).href)", "f(\"https://shop.example/x?y=2\")")]
    [InlineData("f(location.hash)", "f(undefined)")]
    [InlineData("f(location.hostname, location.protocol, location.search)", "f(\"shop.example\",\"https:\",\"?order=A%207&k=1\")")]
    public void Call_ThatDependsOnTheAddress_DependsOnThePages(string script, string expected)
    {
        var html = HtmlReading.Parse($"<script>{script}//gtag\n</script>");

        var facts = ScriptReader.Read(html, null, new Uri("https://shop.example/thanks/7?order=A%207&k=1"));

        Assert.Equal(expected, ScriptReading.Print(facts, "f"));
    }

    [Fact]
    public void Read_OfAnExchange_KnowsItsAddress()
    {
        var exchange = TestExchange.Page("<script>if (location.pathname === '/thanks/1001') fbq('track', 'Lead')</script>").Build();

        Assert.Single(ScriptReader.Read(new ExchangeDocument(exchange, new CaptureOptions())).Calls);
    }

    [Theory]
    [InlineData("function buy() { fbq('track', 'Purchase', {}) }", "fbq Purchase")]
    [InlineData("var t = { buy: function (n) { window.fbq && fbq('track', 'Purchase', n) } }", "fbq Purchase")]
    [InlineData("document.addEventListener('click', () => gtag('event', 'generate_lead'))", "gtag generate_lead")]
    [InlineData("function buy() { dataLayer.push({ event: 'purchase' }) }", "push purchase")]
    public void Event_InAFunctionThatNothingCalls_IsRejectedWithAReason(string script, string expected) =>
        Assert.Equal($"{expected} stands in a function that nothing calls when the page loads", Assert.Single(ScriptReading.Script(script).Rejections).Reason);

    [Fact]
    public void Event_InAFunctionThatIsCalled_IsNotRejected() =>
        Assert.Empty(ScriptReading.Script("function buy() { fbq('track', 'Purchase', {}) } $(buy)").Rejections);
}
