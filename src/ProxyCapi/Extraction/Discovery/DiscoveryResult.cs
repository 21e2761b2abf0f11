namespace ProxyCapi.Extraction.Discovery;

/// <summary>What discovery makes of a page.</summary>
/// <param name="Events">The events that the page proves.</param>
/// <param name="Findings">What the sources found and what was rejected, for people.</param>
internal sealed record DiscoveryResult(IReadOnlyList<DiscoveredEvent> Events, Findings Findings)
{
    /// <summary>The conversions alone.</summary>
    public IReadOnlyList<Conversions.Conversion> Conversions { get; } = [.. Events.Select(found => found.Conversion)];
}
