using Microsoft.Extensions.Configuration.Memory;

namespace ProxyCapi.Gateway.Settings;

/// <summary>What holds when nobody says otherwise, also where no appsettings.json is found.</summary>
internal static class GatewayDefaults
{
    /// <summary>Not ASP.NET's 5000, which is often taken.</summary>
    public const string PublicUrl = "http://localhost:8080";

    /// <summary>A proxy logs no line per request; YARP's would show the addresses of its customers' pages.</summary>
    private static readonly KeyValuePair<string, string?>[] Values =
    [
        new("Logging:LogLevel:Default", "Information"),
        new("Logging:LogLevel:Microsoft.AspNetCore", "Warning"),
        new("Logging:LogLevel:System.Net.Http.HttpClient", "Warning"),
        new("Logging:LogLevel:Yarp", "Warning"),
    ];

    /// <summary>Adds the defaults below every other source.</summary>
    public static void AddGatewayDefaults(this ConfigurationManager configuration) =>
        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Values });
}
