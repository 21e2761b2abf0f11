using ProxyCapi.Configuration;

namespace ProxyCapi.Capture;

/// <summary>A rule whose request part fitted, with the values of its path pattern.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="RouteValues">Values of the pattern's placeholders, by name without case.</param>
internal sealed record RuleMatch(CompiledRule Rule, IReadOnlyDictionary<string, string> RouteValues);
