using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ProxyCapi.Gateway.Admin;

/// <summary>Not ready before the public listener is bound, nor once the stop has begun: a balancer then sends its requests elsewhere.</summary>
internal sealed class GatewayHealthCheck(IHostApplicationLifetime lifetime) : IHealthCheck
{
    /// <summary>Name of the check.</summary>
    public const string Name = "gateway";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("The gateway is stopping.")
            : lifetime.ApplicationStarted.IsCancellationRequested ? HealthCheckResult.Healthy("The gateway is serving.")
            : HealthCheckResult.Unhealthy("The gateway is starting."));
}
