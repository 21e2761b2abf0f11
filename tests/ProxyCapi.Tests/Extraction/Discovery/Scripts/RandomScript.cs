using System.Text;

namespace ProxyCapi.Tests.Extraction.Discovery.Scripts;

/// <summary>Writes valid scripts at random, of all the language that the reader knows.</summary>
/// <param name="random">Where the choices come from.</param>
internal sealed class RandomScript(Random random)
{
    private static readonly string[] Names = ["a", "b", "c", "window", "dataLayer", "fbq", "gtag", "nobody", "arguments", "this", "document", "jQuery", "location"];
    private static readonly string[] Literals =
        ["0", "1", "-1", "1.50", "1e30", "NaN", "Infinity", "'x'", "'1.059,80'", "''", "true", "false", "null", "undefined", "[]", "{}", "/a|b/g", "/(x)(y)?/", "79228162514264337593543950335"];

    private static readonly string[] Operators =
        ["+", "-", "*", "/", "%", "**", "==", "===", "!=", "<", ">=", "in", "instanceof", "&", "|", "^", "<<", ">>", ">>>", "&&", "||", ","];

    private static readonly string[] Methods =
        [
            "push", "pop", "shift", "unshift", "map", "filter", "forEach", "reduce", "find", "some", "every", "slice", "splice", "concat", "join", "reverse", "sort", "indexOf",
            "includes", "flat", "at", "entries", "keys", "split", "replace", "replaceAll", "trim", "toUpperCase", "substring", "substr", "charAt", "charCodeAt", "padStart", "repeat",
            "toFixed", "toString", "valueOf", "call", "apply", "bind", "then", "catch", "hasOwnProperty", "match", "test", "search", "ready", "on", "get", "addEventListener", "b",
        ];

    private static readonly string[] Functions =
        [
            "JSON.parse", "JSON.stringify", "Object.assign", "Object.keys", "Object.values", "Object.entries", "Object.fromEntries", "Array.from", "Array.isArray", "parseFloat",
            "parseInt", "Number", "String", "Boolean", "Math.round", "Math.max", "Math.floor", "Math.pow", "decodeURIComponent", "escape", "unescape", "atob", "btoa", "setTimeout",
            "queueMicrotask", "Promise.resolve", "jQuery", "jQuery.each", "jQuery.extend", "addEventListener", "require", "document.querySelector", "isNaN", "Image",
        ];

    private int _size = 120;

    /// <summary>A script.</summary>
    public string Write()
    {
        var script = new StringBuilder("var a=[1,'x'],b={b:1,a:[2]},c=function(x,y){return x};");
        for (var count = random.Next(1, 8); count > 0; count--)
        {
            script.Append(Statement(4));
        }

        return script.ToString();
    }

    private string Statement(int depth)
    {
        if (--_size < 0 || depth == 0)
        {
            return $"fbq({Expression(1)});";
        }

        return random.Next(16) switch
        {
            0 => $"var {Name()[..1]}={Expression(depth)};",
            1 => $"if({Expression(depth - 1)}){{{Statement(depth - 1)}}}else{{{Statement(depth - 1)}}}",
            2 => $"if({Expression(depth - 1)}){Statement(depth - 1)}",
            3 => $"for(var i in {Expression(depth - 1)}){{{Statement(depth - 1)}}}",
            4 => $"for(let x of {Expression(depth - 1)}){{{Statement(depth - 1)}}}",
            5 => $"for(let i=0;i<{random.Next(4)};i++){{{Statement(depth - 1)}}}",
            6 => $"while({Expression(depth - 1)}){{{Statement(depth - 1)}break;}}",
            7 => $"try{{{Statement(depth - 1)}throw {Expression(1)}}}catch(e){{{Statement(depth - 1)}}}finally{{{Statement(depth - 1)}}}",
            8 => $"switch({Expression(depth - 1)}){{case {Expression(1)}:{Statement(depth - 1)}break;case 1:{Statement(depth - 1)}default:{Statement(depth - 1)}}}",
            9 => $"(function(){{if({Expression(1)})return {Expression(1)};{Statement(depth - 1)}}})();",
            10 => $"{Target()}={Expression(depth)};",
            11 => $"{Target()}{(random.Next(2) == 0 ? "+" : "||")}={Expression(depth - 1)};",
            12 => $"l:for(let n=0;n<3;n++){{{Statement(depth - 1)}if({Expression(1)})continue l;break l}}",
            13 => $"var [p,...q]={Expression(depth - 1)},{{b:r=1,...s}}={Expression(depth - 1)};",
            14 => $"delete b.a;{Target()}++;",
            _ => $"{Expression(depth)};",
        };
    }

    private string Expression(int depth)
    {
        if (--_size < 0 || depth <= 0)
        {
            return random.Next(2) == 0 ? Name() : $"({Literals[random.Next(Literals.Length)]})";
        }

        return random.Next(16) switch
        {
            0 or 1 => $"({Expression(depth - 1)}{Space(Operators[random.Next(Operators.Length)])}{Expression(depth - 1)})",
            2 or 3 => $"{Expression(depth - 1)}.{Methods[random.Next(Methods.Length)]}({Arguments(depth - 1)})",
            4 => $"{Functions[random.Next(Functions.Length)]}({Arguments(depth - 1)})",
            5 => $"(function(x){{{Statement(depth - 1)}return {Expression(depth - 1)}}})",
            6 => $"(x=>{Expression(depth - 1)})",
            7 => $"({Expression(depth - 1)}?{Expression(depth - 1)}:{Expression(depth - 1)})",
            8 => $"({{a:{Expression(depth - 1)},['b'+1]:{Expression(depth - 1)},...{Expression(depth - 1)}}})",
            9 => $"[{Expression(depth - 1)},...{Expression(depth - 1)},{Expression(depth - 1)}]",
            10 => $"{Expression(depth - 1)}?.[{Expression(depth - 1)}]",
            11 => $"`{{${{{Expression(depth - 1)}}}}}`",
            12 => $"(new {Name()}({Arguments(depth - 1)}))",
            13 => $"({Space(random.Next(3) switch { 0 => "typeof", 1 => "!", _ => "-" })}{Expression(depth - 1)})",
            14 => $"({Target()}={Expression(depth - 1)})",
            _ => $"{Expression(depth - 1)}({Arguments(depth - 1)})",
        };
    }

    private string Arguments(int depth) => string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Expression(depth)));

    private string Target() => random.Next(5) switch
    {
        0 => "a",
        1 => $"b.{Name()}",
        2 => $"a[{Expression(1)}]",
        3 => $"{Name()}.b",
        _ => "window.b",
    };

    private string Name() => Names[random.Next(Names.Length)];

    private static string Space(string text) => $" {text} ";
}
