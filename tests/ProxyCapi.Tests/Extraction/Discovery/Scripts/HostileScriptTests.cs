using System.Globalization;
using System.Text;
using CsCheck;
using ProxyCapi.Extraction.Discovery.Scripts;
using ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

namespace ProxyCapi.Tests.Extraction.Discovery.Scripts;

/// <summary>Scripts that are broken, or made to cost: they end, and what was found before them stays.</summary>
public class HostileScriptTests
{
    private static readonly string[] Pieces =
    [
        "f(", ")", "{", "}", "[", "]", "(", ";", ",", "var a=", "a", "b", "=", "+", "-", "*", "/", "%", "**", "1", "1e30", "-1", "'x'", "`${", "}`", "=>", "function g(", "){",
        "return ", "if(c)", "else ", "for(var i in a)", "for(const x of a)", "for(;;)", "while(a)", "break;", "continue;", "try{", "}catch(e){", "}finally{", "switch(a){case 1:",
        "default:", "new ", "this", "arguments", ".push(", ".length", ".map(", ".filter(", ".slice(", ".at(", ".split(", ".replace(/,/g,", ".call(", ".apply(", ".bind(",
        ".prototype", "...", "?.", "??", "||", "&&", "?", ":", "!", "typeof ", "delete ", "void ", "window", "dataLayer", "JSON.parse(", "JSON.stringify(", "Object.assign(",
        "Object.keys(", "parseInt(", "Math.round(", "Promise.resolve(", ".then(", "setTimeout(", "$(", "async ", "await ", "class A{constructor(){", "g()", "a[b]", "a.b=", "++", "--",
        ".toFixed(", ".padEnd(", ".repeat(", ".charAt(", ".substr(", ".reduce(", ".forEach(", ".concat(", ".join(", ".pop()", ".reverse()", "let ", "const ", "1m", "0x", "\n",
    ];

    public static TheoryData<string> Deep => new(
        new[]
        {
            "[", "(", "{", "f(", "function f(){", "a=>", "!", "- ", "a?b:", "a?", "if(a)", "if(a);else ", "'a'+", "a=", "a&&", "a,", "new ", "`${", "x={a:", "2**", "try{", "switch(a){case ", "[...",
            "var [", "for(;;)", "do ", "async()=>", "class A{a=", "l:", "a??(", "a[", "/(", "await ", "yield ", "\\", "\"", "<!--", "import(",
        });

    [Theory]
    [MemberData(nameof(Deep))]
    public void DeepNesting_InAScript_CostsThatScriptAlone(string piece)
    {
        var nested = string.Concat(Enumerable.Repeat(piece, 100_000));

        var facts = ScriptReading.Page($"<script>fbq('before')</script><script>{nested}</script><script>fbq('after')</script>");

        Assert.Equal("fbq(\"before\")\nfbq(\"after\")", ScriptReading.Print(facts, "fbq"));
    }

    [Theory]
    [InlineData("a", ".b")]
    [InlineData("a", "()")]
    [InlineData("a", "[0]")]
    [InlineData("a", "?.b")]
    [InlineData("x=1", "+1")]
    [InlineData("x=(1", ",1")]
    [InlineData("x=''", "+'a'")]
    public void LongChain_InAScript_CostsThatScriptAlone(string start, string link)
    {
        var chain = start + string.Concat(Enumerable.Repeat(link, 100_000)) + (start.Contains('(', StringComparison.Ordinal) ? ")" : "");

        var facts = ScriptReading.Page($"<script>fbq('before')</script><script>{chain}</script><script>fbq('after')</script>");

        Assert.Equal("fbq(\"before\")\nfbq(\"after\")", ScriptReading.Print(facts, "fbq"));
    }

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("for (;;) for (;;) for (;;);")]
    [InlineData("function g() { g(); g() } g()")]
    [InlineData("(function g() { g() })()")]
    [InlineData("var s = 'aaaaaaaaaaaaaaaa'; for (;;) s += s")]
    [InlineData("var a = [1]; for (;;) a = a.concat(a)")]
    [InlineData("var a = []; for (;;) a.push(a)")]
    [InlineData("'x'.repeat(1e9)")]
    [InlineData("'x'.padEnd(1e9)")]
    [InlineData("var a = []; a[4e9] = 1; a[1e9] = 1; a[1e5] = 1")]
    [InlineData("var a = [1]; for (var i = 0; i < 60; i++) a = [a, a]; g(a); g(a); g(a)")]
    [InlineData("var a = {}; a.a = a; a.l = [a]; g(a)")]
    [InlineData("var a = []; a.push(a, a); g(a.join())")]
    [InlineData("for (;;) if (c()) x = 1; else x = 2")]
    [InlineData("function g() { setTimeout(g); setTimeout(g) } g()")]
    [InlineData("function g() { queueMicrotask(g) } g()")]
    [InlineData("function g() { return Promise.resolve().then(g) } g()")]
    [InlineData("for (;;) 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.replace(/^(a+)+$/, '')")]
    [InlineData("'a'.replace(/((a{1000}){1000}){1000}/, '')")]
    [InlineData("function F() { } F.prototype = new F(); var o = {}; o.__proto__ = o; o.x; new F().x")]
    [InlineData("var o = {}; for (var i = 0; i < 5000; i++) o['k' + i] = i; for (var k in o) for (var j in o) delete o[j]")]
    [InlineData("var a = [1, 2]; a.map(function () { a.length = 0 }); [1, 2, 3].filter(function (x, i, l) { l.pop(); return true })")]
    [InlineData("JSON.parse('[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[')")]
    [InlineData("'x'.charAt(1e27); [1].at(1e27); 'x'.slice(-1e27, 1e27); (1e27).toFixed(20); 'x'.substr(1e27, -1e27)")]
    public void Script_ThatNeverEnds_LeavesTheOthersTheirTurn(string script)
    {
        var facts = ScriptReading.Page($"<script>fbq('before')</script><script>{script}</script><script>fbq('after')</script>");

        Assert.Equal("fbq(\"before\")\nfbq(\"after\")", ScriptReading.Print(facts, "fbq"));
    }

    [Fact]
    public void Scripts_ThatNeverEnd_SpendNoMoreThanThePageHas()
    {
        var interpreter = new Interpreter();
        Assert.True(ScriptParser.TryParse(new PageScript("for (;;) for (;;) for (;;) { x = [1, 2].map(y => y + x) }", "x", ScriptTiming.Inline), out var program, out _));

        for (var script = 0; script < 20; script++)
        {
            Assert.False(interpreter.Run(program, isModule: false));
        }

        interpreter.FinishLoading();
        Assert.InRange(interpreter.Steps, ScriptBudget.StepsPerScript, ScriptBudget.StepsPerPage + 10_000);
    }

    [Fact]
    public void Calls_WithoutEnd_AreBounded() =>
        Assert.InRange(ScriptReading.Script("for (;;) for (;;) fbq(1)").Calls.Count, 1, ScriptBudget.Calls);

    [Fact]
    public void HugeLiteral_OfData_IsReadLikeAnyOther()
    {
        var rows = string.Join(',', Enumerable.Range(0, 5_000).Select(row => $"{{id:{row.ToString(CultureInfo.InvariantCulture)},label:'row',on:true}}"));

        var facts = ScriptReading.Script($"var rows = [{rows}]; fbq('track', 'Purchase', {{value: rows.length}})");

        Assert.Equal("fbq(\"track\",\"Purchase\",{\"value\":5000})", ScriptReading.Print(facts));
        Assert.Equal(5_000, facts.Variables["rows"].Count());
    }

    [Fact]
    public void RandomBytes_AsAScript_AreNoError() =>
        Gen.Byte.Array[0, 300].Sample(bytes =>
        {
            var text = Encoding.Latin1.GetString(bytes).Replace("</", "", StringComparison.Ordinal);
            _ = ScriptReading.Script(text);
        }, iter: 1_000);

    [Fact]
    public void RandomProgram_OfAllThatScriptsAreMadeOf_IsNoError() =>
        Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index]).Array[1, 25].Sample(pieces => _ = ScriptReading.Script(string.Concat(pieces)), iter: 2_000);

    [Fact]
    public void RandomScript_ThatIsValid_IsNoError() =>
        Gen.Int[0, int.MaxValue].Sample(seed => _ = ScriptReading.Script(new RandomScript(new Random(seed)).Write()), iter: 1_000);

    [Fact]
    public void RealScript_WithRandomChanges_IsNoError()
    {
        const string original = TrackerScripts.All;
        Gen.Select(Gen.Int[0, original.Length - 1], Gen.Int[0, 40], Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index]), Gen.Int[0, original.Length - 1]).Array[1, 6].Sample(changes =>
        {
            var script = new StringBuilder(original);
            foreach (var (place, count, piece, from) in changes)
            {
                var at = Math.Min(place, script.Length);
                script.Remove(at, Math.Min(count, script.Length - at));
                script.Insert(at, count % 3 == 0 ? original.Substring(from, Math.Min(count, original.Length - from)) : piece);
            }

            _ = ScriptReading.Script(script.ToString());
        }, iter: 300);
    }
}
