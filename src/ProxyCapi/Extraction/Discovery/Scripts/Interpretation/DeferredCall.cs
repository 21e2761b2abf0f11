namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>A function that waits for the page, the network or the clock.</summary>
/// <param name="Function">The function.</param>
/// <param name="This">Its <c>this</c>.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Branches">The ways on which it came to wait.</param>
/// <param name="Timers">How many timers led to it, one from the other.</param>
internal sealed record DeferredCall(ScriptObject Function, object This, IReadOnlyList<object> Arguments, IReadOnlyList<ScriptBranch> Branches, int Timers);
