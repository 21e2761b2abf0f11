using ProxyCapi.Gateway.Admin;
using ProxyCapi.Gateway.Proxying;
using ProxyCapi.Gateway.Settings;
using ProxyCapi.Gateway.Telemetry;

namespace ProxyCapi.Gateway;

/// <summary>The ready-made proxy as a web application, for its own process and for hosts that start it in theirs.</summary>
/// <remarks>
/// <code>
/// clients  ──► public listener (--urls) ──► trusted proxies ──► routing ──► YARP + ProxyCapi ──► the site
/// operator ──► admin listener (ProxyCapi:Admin:Url), a server of its own ──► /healthz/…, /metrics
/// </code>
/// </remarks>
public static class GatewayApplication
{
    /// <summary>
    /// How long requests under way may take at a stop; then their connections are cut. ProxyCapi's drain (<c>Delivery:DrainTimeout</c>, 10 seconds by
    /// default) comes after it, and Kubernetes kills after 30 seconds by default.
    /// </summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Composes the proxy. Start it with <c>RunAsync</c> or <c>StartAsync</c>.</summary>
    /// <param name="args">Command line in ASP.NET's form: <c>--Gateway:Origin=http://localhost:5080</c>.</param>
    /// <param name="configure">Changes the builder before the configuration is read.</param>
    /// <returns>The application, configured and not started.</returns>
    /// <exception cref="GatewayConfigurationException">Something in the configuration has to be corrected first.</exception>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        configure?.Invoke(builder);
        builder.Configuration.AddGatewayDefaults();
        var settings = GatewaySettings.Read(builder.Configuration);

        builder.AddPublicListener();
        builder.AddTelemetry();
        builder.Logging.KeepAddressesOut();
        builder.Services.AddAdminListener();
        builder.Services.AddTrustedProxies(settings);
        builder.Services.AddReverseProxy().LoadFrom(settings, builder.Configuration).PassHeadersByteForByte().AddProxyCapi();
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = ShutdownTimeout;
            // A defect in a background service must not take the site down with it.
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore;
        });

        var app = builder.Build();
        StartupCheck.ThrowIfMisconfigured(app, settings);
        app.UseTrustedProxies(settings);
        // In its place by hand: routes that name hosts must see the host that a trusted proxy forwarded.
        app.UseRouting();
        app.MapSite(settings);
        return app;
    }

    /// <summary>Where the admin listener is bound, once the application has started.</summary>
    /// <param name="app">A gateway.</param>
    /// <returns>Its address with the real port; <see langword="null"/> before the start, or if <c>ProxyCapi:Admin:Url</c> is empty.</returns>
    public static Uri? GetAdminAddress(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.Services.GetRequiredService<AdminListener>().Address;
    }
}
