namespace ProxyCapi.Diagnostics.Stories;

/// <summary>Where a story stands.</summary>
internal enum StoryState
{
    /// <summary>In the outbox, waiting to be sent.</summary>
    Queued,

    /// <summary>In the outbox after an attempt that failed.</summary>
    Waiting,

    /// <summary>In the outbox; nobody knows whether Meta has it.</summary>
    InDoubt,

    /// <summary>It has ended; the reason says how.</summary>
    Ended,
}
