using ProxyCapi.Conversions;

namespace ProxyCapi.Extraction.Discovery;

/// <summary>One event that a page proves.</summary>
/// <param name="Conversion">What goes on.</param>
/// <param name="Candidates">The readings it was made of, the one that wins first.</param>
/// <param name="Visitors">What it was given of the visitor, the source that wins first.</param>
internal sealed record DiscoveredEvent(Conversion Conversion, IReadOnlyList<Candidate> Candidates, IReadOnlyList<VisitorCandidate> Visitors);
