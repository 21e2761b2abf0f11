namespace ProxyCapi.Extraction.Discovery;

/// <summary>An event that a page gives, with the origin of its fields.</summary>
/// <param name="EventName">Its name.</param>
/// <param name="Fields">Its fields.</param>
internal sealed record ExplainedEvent(string EventName, IReadOnlyList<ExplainedField> Fields);
