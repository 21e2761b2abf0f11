namespace ProxyCapi.Extraction.Discovery;

/// <summary>One field of an event.</summary>
/// <param name="Key">Meta's key.</param>
/// <param name="Value">The value that won; the buyer's data is masked.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Others">What other sources say instead.</param>
/// <param name="IsPersonal">Whether it is the buyer's.</param>
internal sealed record ExplainedField(string Key, string Value, string Origin, IReadOnlyList<string> Others, bool IsPersonal);
