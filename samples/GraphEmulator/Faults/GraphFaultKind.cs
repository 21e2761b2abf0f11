namespace GraphEmulator.Faults;

/// <summary>What goes wrong.</summary>
public enum GraphFaultKind
{
    /// <summary>Answers with a given status, error or body instead of a judgement. Ends the request.</summary>
    Answer,

    /// <summary>Never answers, until the client goes, the fault is removed or the emulator stops. Ends the request.</summary>
    Hang,

    /// <summary>Resets the connection. Before reading it is as good as a refusal to talk. Ends the request.</summary>
    Drop,

    /// <summary>Waits, then goes on. A client that goes meanwhile does not stop the commit, as with a real server.</summary>
    Delay,

    /// <summary>Sends the answer byte by byte.</summary>
    SlowAnswer,

    /// <summary>Adds headers to the answer, such as <c>Retry-After</c> and the usage headers.</summary>
    Headers,

    /// <summary>Commits fewer events than were sent, and says so in <c>events_received</c>.</summary>
    Partial,

    /// <summary>Adds texts to <c>messages</c> of a success.</summary>
    Warnings,

    /// <summary>Commits, and sends only half of the answer's JSON in a complete HTTP message.</summary>
    TruncatedAnswer,
}
