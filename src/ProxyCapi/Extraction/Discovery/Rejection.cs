namespace ProxyCapi.Extraction.Discovery;

/// <summary>Something that looked like a conversion and is none, with the reason in words a shop owner understands. Holds nothing of the buyer.</summary>
/// <param name="Origin">Where on the page.</param>
/// <param name="Reason">Why it does not count.</param>
internal sealed record Rejection(string Origin, string Reason)
{
    /// <summary>What it means for the books.</summary>
    public RejectionKind Kind { get; init; } = RejectionKind.Doubtful;
}
