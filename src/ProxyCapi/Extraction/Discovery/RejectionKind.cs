namespace ProxyCapi.Extraction.Discovery;

/// <summary>What a rejection means for the books.</summary>
internal enum RejectionKind
{
    /// <summary>It may be a conversion, and it cannot be known.</summary>
    Doubtful,

    /// <summary>The order failed, was declined, cancelled or refunded, or still has to be paid.</summary>
    Unpaid,

    /// <summary>
    /// Nothing to count as a doubt, because ordinary pages have it too: another pixel's event, one that is switched off, a call for later, a script that is held
    /// back or cannot be read.
    /// </summary>
    NotWanted,
}
