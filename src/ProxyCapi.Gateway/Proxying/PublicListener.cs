using System.Text;
using ProxyCapi.Gateway.Settings;

namespace ProxyCapi.Gateway.Proxying;

/// <summary>Kestrel as a proxy needs it.</summary>
internal static class PublicListener
{
    /// <summary>Any of these says where to listen, so ours has to keep out of the way.</summary>
    private static readonly string[] AddressKeys =
        [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];

    /// <summary>Sets the default address and lifts the limits that are the site's to set.</summary>
    public static void AddPublicListener(this WebApplicationBuilder builder)
    {
        if (!AddressKeys.Any(key => !string.IsNullOrEmpty(builder.Configuration[key]))
            && !builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
        {
            builder.WebHost.UseUrls(GatewayDefaults.PublicUrl);
        }

        builder.WebHost.ConfigureKestrel((context, kestrel) =>
        {
            // The site's own Server header passes; ours would be one the site never sent.
            kestrel.AddServerHeader = false;
            // The site decides how large an upload may be. Kestrel's 30 MB would refuse what it accepts.
            kestrel.Limits.MaxRequestBodySize = null;
            // Kestrel refuses header bytes that are not UTF-8 in a request and not ASCII in an answer. Latin-1 both ways passes every byte.
            kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
            // Kestrel's other limits (header sizes, the minimum data rates that end slow-loris connections) are good for a proxy too. ASP.NET
            // reads none of them from the configuration by itself.
            context.Configuration.GetSection("Kestrel:Limits").Bind(kestrel.Limits);
        });
    }
}
