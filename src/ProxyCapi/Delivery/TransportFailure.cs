namespace ProxyCapi.Delivery;

/// <summary>Why a request got no answer.</summary>
internal enum TransportFailure
{
    /// <summary>It got one.</summary>
    None,

    /// <summary>It never left: name resolution, connection, TLS.</summary>
    NotSent,

    /// <summary>Bytes had gone out: a timeout, a reset. Meta may have the events.</summary>
    Unknown,

    /// <summary>The host stopped before it was sent.</summary>
    Shutdown,
}
