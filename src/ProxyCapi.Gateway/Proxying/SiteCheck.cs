using ProxyCapi.Gateway.Settings;
using Yarp.ReverseProxy.Configuration;

namespace ProxyCapi.Gateway.Proxying;

/// <summary>Asks YARP what it has against the section <c>ReverseProxy</c>, where the proxy itself cannot be composed for other reasons.</summary>
internal static class SiteCheck
{
    /// <summary>YARP's complaints, as <see cref="SiteExtensions.MapSite"/> would throw them.</summary>
    public static IReadOnlyList<string> FindFailures(GatewaySettings settings, IConfiguration configuration)
    {
        if (!configuration.GetSection(GatewaySettings.ReverseProxySectionName).Exists() || settings.Origin is not null)
        {
            return [];
        }

        // A YARP of its own: the one of the application needs ProxyCapi's rules, which are what is wrong.
        var services = new ServiceCollection().AddLogging();
        services.AddReverseProxy().LoadFrom(settings, configuration);
        using var provider = services.BuildServiceProvider();
        return [.. Validate(provider).Select(Describe)];
    }

    /// <summary>One complaint of YARP's on the gateway's list.</summary>
    public static string Describe(Exception complaint) => $"{GatewaySettings.ReverseProxySectionName}: {complaint.Message}";

    private static Exception[] Validate(IServiceProvider provider)
    {
        IProxyConfig site;
        try
        {
            site = provider.GetRequiredService<IProxyConfigProvider>().GetConfig();
        }
#pragma warning disable CA1031 // Whatever YARP's reader chokes on belongs on the list.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return [exception];
        }

        var validator = provider.GetRequiredService<IConfigValidator>();

        // YARP's validators complete at once; the start has nothing else to do meanwhile either.
        return site.Routes.SelectMany(route => validator.ValidateRouteAsync(route).AsTask().GetAwaiter().GetResult())
            .Concat(site.Clusters.SelectMany(cluster => validator.ValidateClusterAsync(cluster).AsTask().GetAwaiter().GetResult()))
            .ToArray();
    }
}
