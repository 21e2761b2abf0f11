using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Scripts;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Tests.Extraction.Discovery.Scripts;

/// <summary>Reads pages and scripts, and prints what was found as one line per call.</summary>
internal static class ScriptReading
{
    public static ScriptFacts Page(string html) => ScriptReader.Read(HtmlReading.Parse(html));

    public static ScriptFacts Script(params string[] scripts) => Page(string.Concat(scripts.Select(script => $"<script>{script}//gtag\n</script>")));

    /// <summary>Calls as <c>fbq("track","Purchase") @1.0</c>: arguments as JSON, then branching and way.</summary>
    public static string Print(ScriptFacts facts, string? callee = null) =>
        string.Join('\n', facts.Calls.Where(call => callee is null || call.Callee == callee).Select(Print));

    public static string Print(JToken? token) => token?.ToString(Formatting.None) ?? "";

    private static string Print(ScriptCall call) =>
        $"{call.Callee}({string.Join(",", call.Arguments.Select(Print))})"
        + string.Concat(call.Branches.Select(branch => $" @{branch.Branching}.{branch.Way}"));
}
