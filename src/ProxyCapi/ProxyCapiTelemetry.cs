namespace ProxyCapi;

/// <summary>Names to subscribe to: <c>metrics.AddMeter(ProxyCapiTelemetry.MeterName)</c>.</summary>
public static class ProxyCapiTelemetry
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "ProxyCapi";

    /// <summary>Name of the activity source.</summary>
    public const string ActivitySourceName = "ProxyCapi";
}
