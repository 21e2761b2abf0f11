using System.Text;
using ProxyCapi.Gateway.Settings;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Transforms;

namespace ProxyCapi.Gateway.Proxying;

/// <summary>Tells YARP where the site is.</summary>
internal static class SiteExtensions
{
    private const string SiteName = "site";

    /// <summary>One route and one cluster for <c>Gateway:Origin</c>, or section <c>ReverseProxy</c> with YARP's own hot reload.</summary>
    public static IReverseProxyBuilder LoadFrom(this IReverseProxyBuilder proxy, GatewaySettings settings, IConfiguration configuration)
    {
        if (settings.Origin is not { } origin)
        {
            // A route's Timeout and TimeoutPolicy need ASP.NET's middleware; without it YARP fails the request.
            proxy.Services.AddRequestTimeouts();
            return proxy.LoadFromConfig(configuration.GetSection(GatewaySettings.ReverseProxySectionName));
        }

        var route = new RouteConfig { RouteId = SiteName, ClusterId = SiteName, Match = new() { Path = "/{**path}" } };
        var cluster = new ClusterConfig
        {
            ClusterId = SiteName,
            Destinations = new Dictionary<string, DestinationConfig> { [SiteName] = new() { Address = origin.AbsoluteUri } },
        };
        return proxy.LoadFromMemory([route.WithTransformUseOriginalHostHeader(settings.PreserveHost)], [cluster]);
    }

    /// <summary>
    /// By default .NET's client throws on a request header that is not ASCII, a cookie set by a script for example, and the shopper gets a 502.
    /// Together with <see cref="PublicListener"/> headers pass byte for byte.
    /// </summary>
    public static IReverseProxyBuilder PassHeadersByteForByte(this IReverseProxyBuilder proxy) =>
        proxy.ConfigureHttpClient(static (_, handler) =>
        {
            handler.RequestHeaderEncodingSelector ??= static (_, _) => Encoding.Latin1;
            handler.ResponseHeaderEncodingSelector ??= static (_, _) => Encoding.Latin1;
        });

    /// <summary>Maps the site's routes. YARP reads its section here and complains here.</summary>
    public static void MapSite(this WebApplication app, GatewaySettings settings)
    {
        if (settings.Origin is null)
        {
            app.UseRequestTimeouts();
        }

        try
        {
            app.MapReverseProxy();
        }
        catch (InvalidOperationException exception) when (exception.InnerException is AggregateException details)
        {
            ((IDisposable)app).Dispose();
            throw new GatewayConfigurationException(
                [.. details.Flatten().InnerExceptions.Select(SiteCheck.Describe)], exception);
        }
    }
}
