namespace ProxyCapi.Delivery;

/// <summary>What an answer of the Graph API asks for (meta-capi.md section 8).</summary>
internal enum GraphAction
{
    /// <summary>Every event was received.</summary>
    Ok,

    /// <summary>Try the same again after a pause.</summary>
    Retry,

    /// <summary>Try the same again after the pause that the answer, or its rate headers, ask for.</summary>
    Throttle,

    /// <summary>Something in the batch is refused: halve it until the culprit stands alone.</summary>
    Split,

    /// <summary>This one event is refused for its content.</summary>
    Drop,

    /// <summary>Token, permission, pixel or version: nothing will be accepted before somebody mends the configuration.</summary>
    Stop,

    /// <summary>Nobody knows whether the events were received.</summary>
    InDoubt,

    /// <summary>Nothing was asked of Meta: the host is stopping.</summary>
    Requeue,
}
