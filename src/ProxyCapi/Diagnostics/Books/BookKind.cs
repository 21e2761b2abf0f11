namespace ProxyCapi.Diagnostics.Books;

/// <summary>What a line of the books counts. Written to disk: a value never changes.</summary>
internal enum BookKind
{
    /// <summary>Observed exchanges that have ended.</summary>
    ExchangeEnded = 0,

    /// <summary>Events that were read, one for each pixel.</summary>
    EventCreated = 1,

    /// <summary>Events that have ended.</summary>
    EventEnded = 2,

    /// <summary>Dead letters that were given back to the outbox: they have ended once, and end once more.</summary>
    EventReplayed = 3,
}
