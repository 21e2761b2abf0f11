using Microsoft.Extensions.Diagnostics.HealthChecks;
using ProxyCapi.Configuration;

namespace ProxyCapi.Delivery;

/// <summary>Unhealthy while a pixel is on hold, degraded while money waits too long; says what to do.</summary>
internal sealed class DeliveryHealthCheck(OutboxSender sender, ActiveRuleSet rules, TimeProvider time) : IHealthCheck
{
    /// <summary>The check's name.</summary>
    public const string Name = "proxycapi-delivery";

    private static readonly TimeSpan TooLong = TimeSpan.FromMinutes(15);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var holds = sender.Holds.ToArray();
        if (holds.Length > 0)
        {
            return HealthCheckResult.Unhealthy(string.Join(
                " ", holds.Select(hold => $"Pixel '{hold.Pixel}' is on hold since {hold.Hold.Since:u}: Meta answered {hold.Hold.Label}. {hold.Hold.Cure}")));
        }

        var now = time.GetUtcNow();
        var states = await sender.GetStateAsync().AsTask().WaitAsync(cancellationToken);
        var orphans = states.Where(state => state.Count > 0 && !rules.Current.Pixels.ContainsKey(state.Pixel)).Select(state => $"'{state.Pixel}'").Distinct().ToArray();
        if (orphans.Length > 0)
        {
            return HealthCheckResult.Degraded($"Events wait for pixels that are not configured: {string.Join(", ", orphans)}. Add them to ProxyCapi:Pixels again, or let the events expire.");
        }

        var late = states
            .Where(state => state.Lane == Lane.Money && now - state.OldestEvent > TooLong)
            .Select(state => state.Pixel)
            .ToArray();
        return late.Length > 0
            ? HealthCheckResult.Degraded($"Events of pixel {string.Join(", ", late.Select(pixel => $"'{pixel}'"))} have waited for more than 15 minutes: look at proxycapi.send.duration by result.")
            : HealthCheckResult.Healthy();
    }
}
