using Newtonsoft.Json.Linq;

namespace ProxyCapi.Tests.Extraction.Discovery.Scripts;

/// <summary>What arguments are worth as constants.</summary>
public class ScriptValueTests
{
    [Theory]
    [InlineData("1059.80", "1059.80")]
    [InlineData("35.00", "35.00")]
    [InlineData("84.9", "84.9")]
    [InlineData("12", "12")]
    [InlineData("-3.5", "-3.5")]
    [InlineData("+'12.50'", "12.50")]
    [InlineData("0x1F", "31")]
    [InlineData("0b101", "5")]
    [InlineData("1.5e3", "1500")]
    [InlineData("1_000_000", "1000000")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("7n", "7")]
    [InlineData("'it\\'s \\x41\\u0042\\u{43}\\n'", "\"it's ABC\\n\"")]
    [InlineData("\"\\u003Cb\\u003E \\u0026\"", "\"<b> &\"")]
    [InlineData("`total ${1 + 1} EUR`", "\"total 2 EUR\"")]
    [InlineData("true", "true")]
    [InlineData("!0", "true")]
    [InlineData("!1", "false")]
    [InlineData("null", "null")]
    [InlineData("void 0", "undefined")]
    [InlineData("{ a: 1, 'b': [1, 2,], \"c\": { d: null }, }", "{\"a\":1,\"b\":[1,2],\"c\":{\"d\":null}}")]
    [InlineData("{ ['a' + 1]: 2, ...{ b: 3 }, c }", "{\"a1\":2,\"b\":3,\"c\":\"C\"}")]
    [InlineData("[...[1, 2], 3]", "[1,2,3]")]
    [InlineData("{ a: window.nobody, b: 2 }", "{\"a\":undefined,\"b\":2}")]
    [InlineData("{ a: document.title, b: new Date(), c: Math.random(), d: function () { } }", "{\"a\":undefined,\"b\":undefined,\"c\":undefined,\"d\":undefined}")]
    [InlineData("{ id: 'order-' + nobody }", "{\"id\":undefined}")]
    [InlineData("3 * 19.99", "59.97")]
    [InlineData("0.1 + 0.2", "0.3")]
    [InlineData("10 / 4", "2.5")]
    [InlineData("100 - 0.01", "99.99")]
    [InlineData("7 % 4", "3")]
    [InlineData("2 ** 10", "1024")]
    [InlineData("1999 / 100", "19.99")]
    [InlineData("'5' * '2'", "10")]
    [InlineData("'a' + 1 + 2", "\"a12\"")]
    [InlineData("1 + 2 + 'a'", "\"3a\"")]
    [InlineData("'' + 1059.80", "\"1059.8\"")]
    [InlineData("(1059.8).toFixed(2)", "\"1059.80\"")]
    [InlineData("parseFloat('46.30 EUR')", "46.30")]
    [InlineData("parseFloat('1,234.50'.replace(/,/g, ''))", "1234.50")]
    [InlineData("parseFloat('1.234,50'.replace('.', '').replace(',', '.'))", "1234.50")]
    [InlineData("parseInt('0042', 10)", "42")]
    [InlineData("parseInt('12px')", "12")]
    [InlineData("Number('1059.80')", "1059.80")]
    [InlineData("Number('')", "0")]
    [InlineData("Number('1.059,80')", "undefined")]
    [InlineData("String(7001)", "\"7001\"")]
    [InlineData("(7001).toString()", "\"7001\"")]
    [InlineData("Boolean('x')", "true")]
    [InlineData("Math.round(12.345 * 100) / 100", "12.35")]
    [InlineData("Math.max(1, 2.5)", "2.5")]
    [InlineData("decodeURIComponent('K%C3%A4se')", "\"Käse\"")]
    [InlineData("decodeURIComponent(escape(atob('S8Okc2U=')))", "\"Käse\"")]
    [InlineData("atob('NzAwMQ==')", "\"7001\"")]
    [InlineData("JSON.parse('{\"a\":[1059.80,\"x\"]}').a[0]", "1059.80")]
    [InlineData("JSON.stringify({ a: [1, 'x'] })", "\"{\\\"a\\\":[1,\\\"x\\\"]}\"")]
    [InlineData("JSON.stringify({ a: nobody })", "undefined")]
    [InlineData("' usd '.trim().toUpperCase()", "\"USD\"")]
    [InlineData("'EUR'.toLowerCase()", "\"eur\"")]
    [InlineData("'a-b-c'.split('-')", "[\"a\",\"b\",\"c\"]")]
    [InlineData("'a, b'.split(/,\\s*/)", "[\"a\",\"b\"]")]
    [InlineData("['a', 'b'].join('|')", "\"a|b\"")]
    [InlineData("[1].concat([2], 3)", "[1,2,3]")]
    [InlineData("[{ id: 1 }, { id: 2 }].map(function (x) { return x.id })", "[1,2]")]
    [InlineData("[{ id: 1 }, { id: 2 }].map(x => 'sku_' + x.id)", "[\"sku_1\",\"sku_2\"]")]
    [InlineData("[1, 2, 3].filter(x => x > 1)", "[2,3]")]
    [InlineData("[{ p: 1.10, q: 2 }, { p: 0.25, q: 1 }].reduce((s, x) => s + x.p * x.q, 0)", "2.45")]
    [InlineData("Object.assign({ a: 1 }, { b: 2 })", "{\"a\":1,\"b\":2}")]
    [InlineData("Object.keys({ a: 1, b: 2 })", "[\"a\",\"b\"]")]
    [InlineData("jQuery.extend(true, {}, { a: 1 })", "{\"a\":1}")]
    [InlineData("'' || 'USD'", "\"USD\"")]
    [InlineData("null ?? 'USD'", "\"USD\"")]
    [InlineData("'a' && 'b'", "\"b\"")]
    [InlineData("nobody || 'USD'", "undefined")]
    [InlineData("nobody() || []", "undefined")]
    [InlineData("1 > 0 ? 'a' : 'b'", "\"a\"")]
    [InlineData("nobody ? 'a' : 'b'", "undefined")]
    [InlineData("nobody ? 'a' : 'a'", "\"a\"")]
    [InlineData("({ a: { b: [1, 2] } }).a.b[1]", "2")]
    [InlineData("({ a: 1 })?.a", "1")]
    [InlineData("null?.a.b", "undefined")]
    [InlineData("typeof 'x'", "\"string\"")]
    [InlineData("'order_7001'.replace(/^order_/i, '')", "\"7001\"")]
    [InlineData("'7001-EUR'.substring(0, 4)", "\"7001\"")]
    [InlineData("'7001'.padStart(9, '0')", "\"000007001\"")]
    [InlineData("document.createElement('div')", "undefined")]
    [InlineData("(function () { return arguments.length })(1, 2)", "2")]
    [InlineData("(function ({ a, b = 2 }, [c], ...d) { return [a, b, c, d] })({ a: 1 }, [3], 4, 5)", "[1,2,3,[4,5]]")]
    [InlineData("(function () { if (nobody) return 'a'; return 'b' })()", "undefined")]
    [InlineData("(function () { if (nobody) return 'a'; return 'a' })()", "\"a\"")]
    [InlineData("(a => b => a + b)(1)(2)", "3")]
    public void Argument_IsWhatABrowserMakesOfIt(string expression, string expected)
    {
        var facts = ScriptReading.Script($"var c = 'C'; f({expression})");

        Assert.Equal($"f({expected})", ScriptReading.Print(facts, "f"));
    }

    [Theory]
    [InlineData("var eventID; if (cond) { eventID = 'a' } f({ eventID })", "f({\"eventID\":undefined})")]
    [InlineData("var eventID = 'a'; if (cond) { eventID = 'a' } f(eventID)", "f(\"a\")")]
    [InlineData("var x; if (cond) { x = 1; f(x) } else { x = 2; f(x) } f(x)", "f(1) @1.0\nf(2) @1.1\nf(undefined)")]
    [InlineData("var o = { a: 1, b: 2 }; if (cond) o.b = 3; f(o)", "f({\"a\":1,\"b\":undefined})")]
    [InlineData("var l = [1]; if (cond) l.push(2); f(l)", "f(undefined)")]
    [InlineData("var l = [1]; if (cond) { l.push(2); f(l) }", "f([1,2]) @1.0")]
    [InlineData("var x = 1; function g() { if (cond) return; x = 2 } g(); f(x)", "f(undefined)")]
    [InlineData("var x = 1; function g() { if (cond) return; x = 2; f(x) } g()", "f(2) @1.1")]
    [InlineData("var x = 1; switch (cond) { case 1: x = 2; break; case 2: x = 2; break; default: x = 2 } f(x)", "f(2)")]
    [InlineData("var x = 1; while (cond()) { x = 2 } f(x)", "f(undefined)")]
    [InlineData("var x = 'EUR'; cond && (x = 'USD'); f(x)", "f(undefined)")]
    [InlineData("var o = { a: 1, ...nobody, b: 2 }; f(o)", "f({\"a\":undefined,\"b\":2})")]
    [InlineData("var o = { a: 1 }; $(function () { o.a = 2 }); f(o)", "f({\"a\":1})")]
    [InlineData("for (var i = 0, s = ''; i < 3; i++) s += i; f(s, i)", "f(\"012\",3)")]
    [InlineData("var { a, ...r } = { a: 1, b: 2 }; f(a, r)", "f(1,{\"b\":2})")]
    [InlineData("var [x, , y = 3] = [1, 2]; f(x, y)", "f(1,3)")]
    [InlineData("var n = 1; n++; n += 2; n *= 1.5; f(n)", "f(6.0)")]
    [InlineData("var t = 0; [{ p: '19.99', q: 3 }].forEach(function (i) { t += parseFloat(i.p) * i.q }); f(t.toFixed(2))", "f(\"59.97\")")]
    [InlineData("var a = { b: 1 }; a.b ||= 2; a.c ??= 3; f(a)", "f({\"b\":1,\"c\":3})")]
    public void Variable_AfterWhatHappenedToIt_IsKnownOrNot(string script, string expected) =>
        Assert.Equal(expected, ScriptReading.Print(ScriptReading.Script(script), "f"));

    [Fact]
    public void Amount_OfALiteral_IsADecimalWithItsDigits()
    {
        var argument = ScriptReading.Script("f(1059.80, 12)").Calls.Single().Arguments;

        Assert.Equal(1059.80m, ((JValue)argument[0]).Value);
        Assert.Equal(12L, ((JValue)argument[1]).Value);
    }

    [Fact]
    public void Variables_AtTheEnd_HoldWhatThePageMadeOfThem()
    {
        var facts = ScriptReading.Script(
            "var shop = { name: 'x' }; window.total = 5; const list = []; list.push({ a: 1 }, 2); Shopify.checkout = { order_id: 7 }; var later; $(() => later = shop.name)");

        Assert.Equal("{\"name\":\"x\"}", ScriptReading.Print(facts.Variables["shop"]));
        Assert.Equal("5", ScriptReading.Print(facts.Variables["total"]));
        Assert.Equal("[{\"a\":1},2]", ScriptReading.Print(facts.Variables["list"]));
        Assert.Equal("{\"checkout\":{\"order_id\":7}}", ScriptReading.Print(facts.Variables["Shopify"]));
        Assert.Equal("\"x\"", ScriptReading.Print(facts.Variables["later"]));
    }
}
