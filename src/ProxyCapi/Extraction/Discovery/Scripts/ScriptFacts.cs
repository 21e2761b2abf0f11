using Newtonsoft.Json.Linq;

namespace ProxyCapi.Extraction.Discovery.Scripts;

/// <summary>What the scripts of a page do when it loads, as far as it can be known without a browser.</summary>
internal sealed class ScriptFacts
{
    /// <summary>The calls, in the order in which they happen.</summary>
    public required IReadOnlyList<ScriptCall> Calls { get; init; }

    /// <summary>
    /// Global variables at the end of loading, by name; a list holds what was pushed onto it. Members that cannot be known are
    /// <see cref="JTokenType.Undefined"/>.
    /// </summary>
    public required IReadOnlyDictionary<string, JToken> Variables { get; init; }

    /// <summary>What would have counted but is dead, blocked or unreadable, for people.</summary>
    public required IReadOnlyList<Rejection> Rejections { get; init; }
}
