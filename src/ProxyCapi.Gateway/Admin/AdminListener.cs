using System.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using ProxyCapi.Configuration;

namespace ProxyCapi.Gateway.Admin;

/// <summary>
/// The operator's listener, <c>ProxyCapi:Admin:Url</c>. A web server of its own with routes of its own, so that no Host header, path or port can
/// lead from the public listener to it, or from it to the site.
/// </summary>
internal sealed partial class AdminListener(ActiveRuleSet rules, IServiceProvider gateway, ILoggerFactory loggers, ILogger<AdminListener> logger)
    : IHostedService, IAsyncDisposable
{
    private WebApplication? _server;

    /// <summary>Where it listens, with the real port; <see langword="null"/> while it does not.</summary>
    public Uri? Address { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (rules.Current.Options.Admin.Url is not { Length: > 0 } url)
        {
            Log.Off(logger);
            return;
        }

        _server = Create(url);
        await _server.StartAsync(cancellationToken);
        var address = _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Address = new Uri(address);
        Log.Listening(logger, Address);
        if (!Address.IsLoopback)
        {
            Log.Exposed(logger, Address);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is not null)
        {
            await _server.StopAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    /// <summary>An empty builder: ASPNETCORE_URLS and the other settings of the public listener mean nothing here.</summary>
    private WebApplication Create(string url)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(url).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddRouting();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, FollowingLifetime>();
        // Names that no instrumentation listens to: probes and scrapes every few seconds are no traces.
        builder.Services.AddSingleton(new ActivitySource("ProxyCapi.Gateway.Admin"));
        builder.Services.AddSingleton(new DiagnosticListener("ProxyCapi.Gateway.Admin"));
        var server = builder.Build();
        server.MapAdminEndpoints(gateway);
        return server;
    }

    private static partial class Log
    {
        [LoggerMessage(2000, LogLevel.Information, "Admin listener at {Address}: the inspector at /, /healthz/live, /healthz/ready, /healthz/delivery, /metrics.")]
        public static partial void Listening(ILogger logger, Uri address);

        [LoggerMessage(2001, LogLevel.Warning,
            "The admin listener at {Address} can be reached from other machines: health and metrics are open there, and the inspector asks for ProxyCapi:Admin:Key (without one it is closed). Let a firewall admit only your probes and scrapers, or listen at 127.0.0.1.")]
        public static partial void Exposed(ILogger logger, Uri address);

        [LoggerMessage(2002, LogLevel.Information, "No admin listener: ProxyCapi:Admin:Url is empty.")]
        public static partial void Off(ILogger logger);
    }

    /// <summary>The gateway starts and stops it; it hears no signals itself.</summary>
    private sealed class FollowingLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
