using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;

namespace ProxyCapi.Gateway.Admin;

/// <summary>What the operator's listener answers.</summary>
internal static class AdminEndpoints
{
    private static readonly string[] ReadMethods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps health and metrics.</summary>
    /// <param name="server">The admin server.</param>
    /// <param name="gateway">The services of the gateway itself.</param>
    public static void MapAdminEndpoints(this WebApplication server, IServiceProvider gateway)
    {
        var health = gateway.GetRequiredService<HealthCheckService>();
        // Live is about the process alone: restarting it would not bring Meta or the site back.
        server.MapMethods("/healthz/live", ReadMethods, context =>
            HealthBody.WriteAsync(context, new HealthReport(new Dictionary<string, HealthReportEntry>(), TimeSpan.Zero))).DisableHttpMetrics();
        server.MapMethods("/healthz/ready", ReadMethods, async context =>
            await HealthBody.WriteAsync(context, await health.CheckHealthAsync(context.RequestAborted))).DisableHttpMetrics();
        server.MapPrometheusScrapingEndpoint("/metrics", gateway.GetRequiredService<MeterProvider>(), configureBranchedPipeline: null, optionsName: null)
            .DisableHttpMetrics();
    }
}
