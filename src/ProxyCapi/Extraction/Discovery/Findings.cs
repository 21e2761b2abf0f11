namespace ProxyCapi.Extraction.Discovery;

/// <summary>What the sources of one page have found, before it is merged.</summary>
internal sealed class Findings
{
    /// <summary>Readings of conversions, in the order of the page within each source.</summary>
    public List<Candidate> Candidates { get; } = [];

    /// <summary>What is said of the visitor.</summary>
    public List<VisitorCandidate> Visitors { get; } = [];

    /// <summary>What was seen and does not count.</summary>
    public List<Rejection> Rejections { get; } = [];
}
