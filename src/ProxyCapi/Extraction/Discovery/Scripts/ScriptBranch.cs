namespace ProxyCapi.Extraction.Discovery.Scripts;

/// <summary>One way through a branching whose condition only the browser knows.</summary>
/// <param name="Branching">Number of the <c>if</c>, <c>?:</c> or <c>switch</c>, unique on the page.</param>
/// <param name="Way">Number of the way.</param>
internal readonly record struct ScriptBranch(int Branching, int Way);
