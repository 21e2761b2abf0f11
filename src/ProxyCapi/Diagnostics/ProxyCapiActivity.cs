using System.Diagnostics;

namespace ProxyCapi.Diagnostics;

/// <summary>The activity source. Spans carry names, counts and outcomes; never anything a page, form or cookie said.</summary>
internal static class ProxyCapiActivity
{
    /// <summary>The source.</summary>
    public static readonly ActivitySource Source = new(ProxyCapiTelemetry.ActivitySourceName);
}
