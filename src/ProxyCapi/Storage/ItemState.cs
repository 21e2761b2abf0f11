namespace ProxyCapi.Storage;

/// <summary>Where a row stands. The numbers are on disk: they are never given another meaning.</summary>
internal enum ItemState
{
    /// <summary>Waits for its time.</summary>
    Waiting = 0,

    /// <summary>A request with it has left, or was about to: after a crash its outcome is unknown.</summary>
    Posting = 1,

    /// <summary>Taken out of the queue for good; the reason stands beside it.</summary>
    Dead = 2,

    /// <summary>Meta has it; kept for <c>Delivery:AcceptedRetention</c>.</summary>
    Accepted = 3,
}
