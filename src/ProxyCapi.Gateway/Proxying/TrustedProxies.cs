using Microsoft.AspNetCore.HttpOverrides;
using ProxyCapi.Configuration;
using ProxyCapi.Gateway.Settings;

namespace ProxyCapi.Gateway.Proxying;

/// <summary>
/// Forwarded headers by ASP.NET's middleware, from named networks only. What YARP tells the site is made from the result: the client's address
/// once, whatever the client wrote itself.
/// </summary>
internal static class TrustedProxies
{
    private const string Name = "Gateway:TrustedProxies";

    /// <summary>Configures the middleware, and tells ProxyCapi whose addresses are no client's.</summary>
    public static void AddTrustedProxies(this IServiceCollection services, GatewaySettings settings)
    {
        if (settings.TrustedProxies.Count > 0)
        {
            // What is left as the client's address after the middleware is the proxy's own where it named nobody, and nobody's to Meta.
            services.PostConfigure<ProxyCapiOptions>(options =>
                options.Identity.TrustedProxies.TryAdd(Name, new() { Networks = [.. settings.TrustedProxies.Select(network => network.ToString())] }));
        }

        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            // Every hop is checked against the list, so the number of hops needs no limit.
            options.ForwardLimit = null;
            // ASP.NET trusts loopback from the start. Behind a local tunnel or a sidecar that is the whole internet.
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in settings.TrustedProxies)
            {
                options.KnownIPNetworks.Add(network);
            }
        });
    }

    /// <summary>Puts the middleware first; leaves it out if nobody is trusted (an empty list means everyone to it).</summary>
    public static void UseTrustedProxies(this WebApplication app, GatewaySettings settings)
    {
        if (settings.TrustedProxies.Count > 0)
        {
            app.UseForwardedHeaders();
        }
    }
}
