using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ProxyCapi.Configuration.Reloading;

/// <summary>Degraded while the last change of the configuration is refused: the site is served and events are sent, by the rules before it.</summary>
internal sealed class ConfigurationHealthCheck(ActiveRuleSet active) : IHealthCheck
{
    /// <summary>Name of the check.</summary>
    public const string Name = "proxycapi-configuration";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(active.LastReloadFailures is { } failures
            ? HealthCheckResult.Degraded(
                $"The last change of the configuration was refused:{Environment.NewLine}{ConfigurationFailure.List(failures)}",
                data: failures.DistinctBy(failure => failure.Path).ToDictionary(failure => failure.Path, failure => (object)$"{failure.Problem} {failure.Cure}"))
            : HealthCheckResult.Healthy());
}
