using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ProxyCapi.Storage;

/// <summary>Unhealthy while new events wait in memory only, degraded after damage; says what to do.</summary>
internal sealed class StoreHealthCheck(SqliteOutboxStore store, MemoryOutboxStore memory) : IHealthCheck
{
    /// <summary>The check's name.</summary>
    public const string Name = "proxycapi-store";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = store.Status;
        if (status.IsSuspended)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy(
                $"The outbox takes no new events since {status.Since:u} ({StoreTroubles.Tag(status.Trouble)}); {memory.Count} events wait in memory and are lost if the process ends. " +
                (memory.ForgottenOrders is var forgotten and > 0 ? $"{forgotten} orders that were sent meanwhile are not remembered: if they are seen again they are sent again. " : "") +
                $"What is on disk is {(status.IsDraining ? "still delivered" : "kept")}. {StoreTroubles.Cure(status.Trouble)}"));
        }

        if (memory.Count > 0)
        {
            return Task.FromResult(HealthCheckResult.Degraded(
                $"{memory.Count} events wait in memory: the outbox has no room. {StoreTroubles.Cure(StoreTrouble.Full)}"));
        }

        return Task.FromResult(store.SetAside is { Count: > 0 } aside
            ? HealthCheckResult.Degraded($"The outbox was damaged. What could be read was brought back; the files lie in {string.Join(", ", aside)}. Look at the disk, and move them away.")
            : HealthCheckResult.Healthy());
    }
}
