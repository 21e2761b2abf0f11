namespace ProxyCapi.CrashTests.PowerLoss;

/// <summary>What is said about an event.</summary>
internal enum FactKind
{
    /// <summary>The store is about to be asked to keep it.</summary>
    Offered,

    /// <summary>The store has said that it keeps it.</summary>
    Acknowledged,

    /// <summary>The store has noted that a request with it leaves: from now on Meta may have it.</summary>
    Posting,

    /// <summary>The request has ended, and the store is about to be told how.</summary>
    Ending,

    /// <summary>The store has said that it knows.</summary>
    Ended,
}
