namespace ProxyCapi.Gateway.Telemetry;

/// <summary>
/// ASP.NET and YARP log whole addresses, and a shop's addresses carry e-mail addresses, tokens and order keys. Whatever level is configured for them or
/// for everything, these two are heard only when something is wrong.
/// </summary>
internal static class RequestLogs
{
    private static readonly string[] Categories = ["Microsoft.AspNetCore.Hosting.Diagnostics", "Yarp.ReverseProxy.Forwarder.HttpForwarder"];

    /// <summary>Call it after the configuration is complete: of two rules for one category the later one counts.</summary>
    public static void KeepAddressesOut(this ILoggingBuilder logging)
    {
        foreach (var category in Categories)
        {
            logging.AddFilter(category, LogLevel.Warning);
        }
    }
}
