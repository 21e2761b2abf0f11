namespace GraphEmulator.Faults;

/// <summary>When an <see cref="GraphFaultKind.Answer"/>, a <see cref="GraphFaultKind.Hang"/>, a <see cref="GraphFaultKind.Drop"/> or a <see cref="GraphFaultKind.Delay"/> strikes.</summary>
public enum GraphFaultStage
{
    /// <summary>The body has been read, nothing is judged or committed.</summary>
    BeforeCommit,

    /// <summary>Nothing of the body has been read. Knows no event ids.</summary>
    BeforeRead,

    /// <summary>The events are judged and, if good, committed: the sender cannot know. A refused request is still struck.</summary>
    AfterCommit,
}
