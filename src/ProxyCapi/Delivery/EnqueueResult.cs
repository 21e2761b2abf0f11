namespace ProxyCapi.Delivery;

/// <summary>What became of an item that was given to the outbox.</summary>
internal enum EnqueueResult
{
    /// <summary>It is in the outbox.</summary>
    Stored,

    /// <summary>It is in the outbox, but only in memory: the disk is in trouble.</summary>
    StoredInMemory,

    /// <summary>The same order was seen within the dedupe window.</summary>
    Duplicate,

    /// <summary>The same order was seen within the dedupe window, and that is known only in memory: the disk is in trouble.</summary>
    DuplicateInMemory,

    /// <summary>There was no room; it is lost and counted.</summary>
    Shed,
}
