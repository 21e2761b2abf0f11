namespace ProxyCapi.Extraction.Discovery;

/// <summary>What a source says of the visitor without tying it to one event: <c>fbq('init')</c>, <c>gtag('set','user_data')</c>, a customer in the data layer.</summary>
/// <param name="Source">The kind of source.</param>
/// <param name="Origin">Where on the page, for people.</param>
/// <param name="UserData">The data by Meta's key: plain text, or SHA-256 in hex where the page hashed it already.</param>
internal sealed record VisitorCandidate(CandidateSource Source, string Origin, IReadOnlyDictionary<string, List<string>> UserData);
