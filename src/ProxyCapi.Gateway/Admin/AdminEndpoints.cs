using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;
using ProxyCapi.Gateway.Admin.Inspector;

namespace ProxyCapi.Gateway.Admin;

/// <summary>What the operator's listener answers.</summary>
internal static class AdminEndpoints
{
    /// <summary>Tag of the checks that decide whether a balancer should send requests.</summary>
    public const string ReadyTag = "ready";

    /// <summary>Tag of the library's checks that raise the alarm of delivery.</summary>
    private const string DeliveryTag = "delivery";

    private static readonly string[] ReadMethods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps health, metrics and the inspector.</summary>
    /// <param name="server">The admin server.</param>
    /// <param name="gateway">The services of the gateway itself.</param>
    public static void MapAdminEndpoints(this WebApplication server, IServiceProvider gateway)
    {
        var health = gateway.GetRequiredService<HealthCheckService>();
        // Live is about the process alone: restarting it would not bring Meta or the site back.
        Map("/healthz/live", _ => Task.FromResult(new HealthReport(new Dictionary<string, HealthReportEntry>(), TimeSpan.Zero)), ReadyTag);
        // Ready is about serving the site alone, and tells the rest: with a dead token or a full disk the shop is served as well as ever.
        Map("/healthz/ready", health.CheckHealthAsync, ReadyTag);
        Map("/healthz/delivery", cancellation => health.CheckHealthAsync(check => check.Tags.Contains(DeliveryTag), cancellation), DeliveryTag);
        server.MapPrometheusScrapingEndpoint("/metrics", gateway.GetRequiredService<MeterProvider>(), configureBranchedPipeline: null, optionsName: null)
            .DisableHttpMetrics();

        server.MapInspector(gateway);

        void Map(string path, Func<CancellationToken, Task<HealthReport>> check, string decides) =>
            server.MapMethods(path, ReadMethods, async context => await HealthBody.WriteAsync(context, await check(context.RequestAborted), decides)).DisableHttpMetrics();
    }
}
