using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Conversions;
using ProxyCapi.Cookies;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;
using ProxyCapi.Diagnostics.Books;
using ProxyCapi.Diagnostics.Site;
using ProxyCapi.Extraction;
using ProxyCapi.Pipeline;
using ProxyCapi.Storage;
using ProxyCapi.TestVisits;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds ProxyCapi to YARP.</summary>
public static class ProxyCapiReverseProxyBuilderExtensions
{
    /// <summary>Adds ProxyCapi, configured by section <c>ProxyCapi</c> of the application's configuration.</summary>
    /// <param name="builder">YARP's builder.</param>
    /// <returns>The builder.</returns>
    public static IReverseProxyBuilder AddProxyCapi(this IReverseProxyBuilder builder) => builder.Add(section: null, configure: null);

    /// <summary>Adds ProxyCapi, configured by <paramref name="configuration"/>.</summary>
    /// <param name="builder">YARP's builder.</param>
    /// <param name="configuration">The section to bind; its reloads are followed.</param>
    /// <returns>The builder.</returns>
    public static IReverseProxyBuilder AddProxyCapi(this IReverseProxyBuilder builder, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return builder.Add(configuration, configure: null);
    }

    /// <summary>
    /// Adds ProxyCapi, configured from code; the application's section <c>ProxyCapi</c> is read first if it is there.
    /// </summary>
    /// <param name="builder">YARP's builder.</param>
    /// <param name="configure">Changes the options; called again at each reload.</param>
    /// <returns>The builder.</returns>
    public static IReverseProxyBuilder AddProxyCapi(this IReverseProxyBuilder builder, Action<ProxyCapiOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.Add(section: null, configure);
    }

    private static IReverseProxyBuilder Add(this IReverseProxyBuilder builder, IConfiguration? section, Action<ProxyCapiOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ConversionBooks>();
        services.TryAddSingleton<ProxyCapiMetrics>();

        services.AddConfiguration(section, configure);
        if (services.Any(service => service.ServiceType == typeof(OutboxSender)))
        {
            // Called before: all but the options is there.
            return builder;
        }

        // Hosted services stop in the reverse of this order: first the queue of exchanges is read to its end, then the outbox drains.
        services.AddStorage();
        services.AddDelivery();
        services.AddConversions();
        services.AddExtraction();
        // Cookies first: capture has less to do where no transform comes after it.
        services.AddIdentityCookies();
        services.AddCapture();
        services.AddTestVisits();
        services.TryAddSingleton<SiteObservations>();
        services.TryAddSingleton<StoryWriter>();
        services.AddHostedService<ExchangeProcessor>();
        return builder;
    }
}
