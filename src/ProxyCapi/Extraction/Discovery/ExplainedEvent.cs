namespace ProxyCapi.Extraction.Discovery;

/// <summary>An event that a page gives, with the origin of its fields.</summary>
/// <param name="EventName">Its name.</param>
/// <param name="Fields">Its fields.</param>
/// <param name="Lack">What a Purchase cannot be sent without and the page does not say, in words; <see langword="null"/> if it says enough.</param>
internal sealed record ExplainedEvent(string EventName, IReadOnlyList<ExplainedField> Fields, string? Lack);
