namespace ProxyCapi.Diagnostics.Stories;

/// <summary>Something that happened to an event.</summary>
/// <param name="At">When.</param>
/// <param name="Name">What, from a closed list: <c>captured</c>, <c>extracted</c>, <c>checked</c>, <c>queued</c>, <c>attempt</c>, <c>ended</c>.</param>
/// <param name="Text">A sentence for people. Holds nothing of the buyer.</param>
internal readonly record struct StoryStep(DateTimeOffset At, string Name, string Text);
