using Microsoft.Extensions.Configuration.Memory;

namespace Shop;

/// <summary>What holds if nobody says otherwise. In code, because samples share an output folder and would overwrite each other's appsettings.json.</summary>
internal static class ShopDefaults
{
    private const string Url = "http://localhost:5080";

    private static readonly string[] AddressKeys =
        [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];

    public static void AddDefaults(this WebApplicationBuilder builder)
    {
        // First in line, so that every other source wins.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            // ASP.NET's own log lines carry addresses, and those of the thank-you page have the order's key in them.
            InitialData = [new("Logging:LogLevel:Microsoft.AspNetCore", "Warning")],
        });

        if (AddressKeys.All(key => string.IsNullOrEmpty(builder.Configuration[key]))
            && !builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
        {
            builder.WebHost.UseUrls(Url);
        }
    }
}
