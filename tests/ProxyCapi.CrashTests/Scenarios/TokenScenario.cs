using System.Diagnostics;
using ProxyCapi.CrashTests.Hosting;
using ProxyCapi.CrashTests.Orders;

namespace ProxyCapi.CrashTests.Scenarios;

/// <summary>
/// Revokes the token under load. The alarm names the pixel within a minute; when the configuration file has a good token, delivery goes on without a
/// restart, and nothing is lost.
/// </summary>
internal sealed class TokenScenario(TimeSpan loadTime, int rate, int seed)
{
    private const string NewToken = "crash-test-token-2";

    private static readonly TimeSpan AlarmLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ResumeLimit = TimeSpan.FromSeconds(10);
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

        bed.Emulator.Tokens.AllowOnly();
        var alarm = await WaitForAlarmAsync(gateway, cancellationToken);
        result.Show("alarm after", $"{alarm.Elapsed.TotalSeconds:F1} s: {alarm.Text}");
        result.Require(
            alarm.Text.Contains($"'{TestBed.Pixel}'", StringComparison.Ordinal), $"/healthz/delivery was not unhealthy with the pixel's name within {AlarmLimit.TotalSeconds} s.");
        await Task.Delay(loadTime, cancellationToken);

        var resumed = await ReplaceTokenAsync(bed, cancellationToken);
        result.Show("resumed after", $"{resumed?.TotalSeconds ?? double.NaN:F1} s without a restart");
        result.Require(resumed is not null, $"Delivery did not go on within {ResumeLimit.TotalSeconds} s of the new token.");
        await Task.Delay(loadTime, cancellationToken);
        await closing.CancelAsync();
        var views = await shoppers;
        result.Show("exchanges", $"{views.Count}, {views.Count(view => view.IsComplete)} pages came whole");
        result.Require(views.All(view => view.IsComplete), "A shopper did not get the page while the token was revoked.");

        // Nobody is killed: every page that came whole must come to its event.
        var promises = new Promises(TestBed.Pixel);
        promises.AddShown(bed.Orders);
        var report = await FinalCheck.RunAsync(bed, gateway, promises, result, DrainPatience, cancellationToken);
        result.Require(report.Repeats == 0, $"{report.Repeats} events arrived again although no outcome was in doubt.");
        return result;
    }

    private static async Task<(TimeSpan Elapsed, string Text)> WaitForAlarmAsync(GatewayProcess gateway, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < AlarmLimit)
        {
            var (isUnhealthy, descriptions) = await gateway.Admin.GetHealthAsync(cancellationToken);
            if (isUnhealthy)
            {
                return (Stopwatch.GetElapsedTime(started), descriptions);
            }

            await Task.Delay(Look, cancellationToken);
        }

        return (Stopwatch.GetElapsedTime(started), "");
    }

    /// <summary>Writes a good token into the configuration file.</summary>
    /// <returns>How long it took until an event was accepted again; <see langword="null"/> if none was in time.</returns>
    private static async Task<TimeSpan?> ReplaceTokenAsync(TestBed bed, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var before = bed.Emulator.Journal.Summary.AcceptedEvents;
        bed.Emulator.Tokens.AllowOnly(NewToken);
        bed.Folder.Settings[$"ProxyCapi:Pixels:{TestBed.Pixel}:AccessToken"] = NewToken;
        bed.Folder.WriteSettings();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ResumeLimit);
        try
        {
            await bed.Emulator.Journal.WaitUntilAsync(journal => journal.Summary.AcceptedEvents > before, limit.Token);
            return Stopwatch.GetElapsedTime(started);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
