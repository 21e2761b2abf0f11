namespace ProxyCapi.Storage;

/// <summary>How it stands in memory with an order of which the disk has a row.</summary>
internal enum MemoryCopy
{
    /// <summary>Memory does not know the order.</summary>
    None,

    /// <summary>Its event reached an end here.</summary>
    Ended,

    /// <summary>Its event is on its way from here.</summary>
    Held,

    /// <summary>Its event waited here and was never sent; it is not here any more.</summary>
    NeverSent,

    /// <summary>Its event waited here after it had been sent; it is not here any more.</summary>
    WasSent,
}
