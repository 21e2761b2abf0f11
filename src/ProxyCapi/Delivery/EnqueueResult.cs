namespace ProxyCapi.Delivery;

/// <summary>What became of an item that was given to the outbox.</summary>
internal enum EnqueueResult
{
    /// <summary>It is in the outbox.</summary>
    Stored,

    /// <summary>The same order was seen within the dedupe window.</summary>
    Duplicate,

    /// <summary>There was no room; it is lost and counted.</summary>
    Shed,
}
