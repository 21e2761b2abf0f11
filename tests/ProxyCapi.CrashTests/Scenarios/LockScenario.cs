using System.Diagnostics;
using ProxyCapi.CrashTests.Hosting;
using ProxyCapi.CrashTests.Judgement;
using ProxyCapi.CrashTests.Orders;

namespace ProxyCapi.CrashTests.Scenarios;

/// <summary>
/// Another process locks the outbox's file under load. The shoppers do not notice, health says what to do, and when the lock is gone everything that
/// came meanwhile is delivered once.
/// </summary>
internal sealed class LockScenario(TimeSpan loadTime, int rate, int seed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DrainPatience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs it.</summary>
    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var bed = await TestBed.StartAsync();
        await using var gateway = await bed.StartGatewayAsync(cancellationToken);
        var result = new ScenarioResult();
        using var load = new OrderLoad(gateway.Public, bed.Orders, rate, seed);
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var shoppers = load.RunAsync(closing.Token);
        await Task.Delay(loadTime, cancellationToken);

        using (OutboxFile.Lock(bed.Folder.Data))
        {
            var alarm = await WaitForHealthAsync(gateway, isUnhealthy: true, cancellationToken);
            await Task.Delay(loadTime, cancellationToken);
            var inMemory = await gateway.Admin.SumAsync("proxycapi_outbox_in_memory", cancellationToken);
            var failures = await gateway.Admin.SumAsync("proxycapi_store_failures_total", cancellationToken);
            result.Show("while locked", $"{inMemory} events in memory, {failures} failures counted: {alarm}");
            result.Require(alarm?.Contains("(locked)", StringComparison.Ordinal) == true, "/healthz/ready did not say that the outbox is locked.");
            result.Require(failures > 0, "No failure of the store was counted.");
        }

        var end = await WaitForHealthAsync(gateway, isUnhealthy: false, cancellationToken);
        result.Require(end is not null, "/healthz/ready did not become healthy again.");
        await Task.Delay(loadTime, cancellationToken);
        await closing.CancelAsync();
        var views = await shoppers;
        result.Show("exchanges", $"{views.Count}, {views.Count(view => view.IsComplete)} pages came whole");
        result.Require(views.All(view => view.IsComplete), "A shopper did not get the page while the outbox was locked.");

        // Nobody is killed: every page that came whole must come to its event.
        var promises = new Promises(TestBed.Pixel);
        promises.AddShown(bed.Orders);
        var report = await FinalCheck.RunAsync(bed, gateway, promises, result, DrainPatience, cancellationToken);
        result.Require(report.Repeats == 0, $"{report.Repeats} events arrived again although no outcome was in doubt.");
        return result;
    }

    /// <returns>What the health says; <see langword="null"/> if it does not come to be as awaited in time.</returns>
    private static async Task<string?> WaitForHealthAsync(GatewayProcess gateway, bool isUnhealthy, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Patience)
        {
            if (await gateway.Admin.GetHealthAsync(cancellationToken) is var (isSo, descriptions) && isSo == isUnhealthy)
            {
                return descriptions;
            }

            await Task.Delay(Look, cancellationToken);
        }

        return null;
    }
}
