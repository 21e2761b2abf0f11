namespace ProxyCapi.Diagnostics;

/// <summary>How the health checks are registered.</summary>
internal static class ProxyCapiHealth
{
    /// <summary>
    /// Tag of the checks that raise the alarm of delivery. They say nothing about serving: taking a proxy out of the balancer would bring neither
    /// a token nor a disk back.
    /// </summary>
    public const string DeliveryTag = "delivery";

    /// <summary>A check that takes longer is unhealthy: whoever asks for all of them must not wait for a disk that hangs.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
}
