namespace ProxyCapi.Extraction.Discovery;

/// <summary>What a rejection means for the books.</summary>
internal enum RejectionKind
{
    /// <summary>It may be a conversion, and it cannot be known.</summary>
    Doubtful,

    /// <summary>The order failed, was declined, cancelled or refunded, or still has to be paid.</summary>
    Unpaid,

    /// <summary>It is a conversion that nobody wants to hear of: another pixel's, an event that is switched off, a call for later.</summary>
    NotWanted,
}
