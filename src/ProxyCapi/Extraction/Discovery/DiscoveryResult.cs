using ProxyCapi.Conversions;

namespace ProxyCapi.Extraction.Discovery;

/// <summary>What one answer gave without a rule.</summary>
/// <param name="Conversions">The conversions; may be empty.</param>
/// <param name="Findings">Everything that the sources saw, for people.</param>
internal sealed record DiscoveryResult(IReadOnlyList<Conversion> Conversions, Findings Findings);
