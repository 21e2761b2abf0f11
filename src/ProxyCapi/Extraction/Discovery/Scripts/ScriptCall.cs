using Newtonsoft.Json.Linq;

namespace ProxyCapi.Extraction.Discovery.Scripts;

/// <summary>One call that a page makes when it loads.</summary>
/// <param name="Callee">Its name without <c>window.</c>, <c>self.</c> and the like: <c>fbq</c>, <c>dataLayer.push</c>, <c>FacebookSignals.queueEvent</c>.</param>
/// <param name="Arguments">The arguments as constants. What cannot be known is a token of type <see cref="JTokenType.Undefined"/>, also inside objects and lists.</param>
/// <param name="Branches">The ways that lead to it, from the outside in; empty if it always happens.</param>
internal sealed record ScriptCall(string Callee, IReadOnlyList<JToken> Arguments, IReadOnlyList<ScriptBranch> Branches);
