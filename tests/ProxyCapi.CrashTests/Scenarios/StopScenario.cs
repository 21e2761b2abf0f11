using ProxyCapi.CrashTests.Hosting;
using ProxyCapi.CrashTests.Judgement;
using ProxyCapi.CrashTests.Orders;

namespace ProxyCapi.CrashTests.Scenarios;

/// <summary>
/// Asks the gateway to stop (SIGTERM, once or twice) under load, while somebody holds an event stream open: it ends within its budget, and every page that came whole
/// is delivered, now or after the next start.
/// </summary>
internal sealed class StopScenario(TimeSpan loadTime, int rate, int seed, bool isRepeated = false)
{
    /// <summary>What a process is given at most until it is killed, as by Kubernetes.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan HalfAnAnswer = TimeSpan.FromMilliseconds(75);
    private static readonly TimeSpan DrainPatience = TimeSpan.FromMinutes(3);

    /// <summary>Runs it.</summary>
    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var bed = await TestBed.StartAsync();
        bed.Emulator.TakeTime(HalfAnAnswer);
        var result = new ScenarioResult();
        var promises = new Promises(TestBed.Pixel);
        await StopUnderLoadAsync(bed, promises, result, cancellationToken);
        await using var next = await bed.StartGatewayAsync(cancellationToken);
        await FinalCheck.RunAsync(bed, next, promises, result, DrainPatience, cancellationToken);
        return result;
    }

    private async Task StopUnderLoadAsync(TestBed bed, Promises promises, ScenarioResult result, CancellationToken cancellationToken)
    {
        await using var gateway = await bed.StartGatewayAsync(cancellationToken);
        using var listener = new HttpClient { BaseAddress = gateway.Public };
        await using var stream = await listener.GetStreamAsync(new Uri(OriginApplication.StreamPath, UriKind.Relative), cancellationToken);
        await stream.ReadExactlyAsync(new byte[1], cancellationToken);
        using var load = new OrderLoad(gateway.Public, bed.Orders, rate, seed);
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var shoppers = load.RunAsync(closing.Token);
        await Task.Delay(loadTime, cancellationToken);
        var (exitCode, elapsed) = await gateway.StopAsync(FinalCheck.StopPatience, isRepeated);
        await closing.CancelAsync();
        var views = await shoppers;
        var disk = OutboxFile.Read(bed.Folder.Data);
        promises.Add(disk, bed.Orders);
        promises.AddShown(bed.Orders);
        result.Show("exchanges", $"{views.Count}, {views.Count(view => view.IsComplete)} pages came whole");
        result.Show("stopped after", $"{elapsed.TotalSeconds:F1} s (budget {Budget.TotalSeconds:F0} s), exit code {exitCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}");
        result.Show("left on disk", $"{disk.Waiting} waiting, {disk.Posting} in doubt");
        result.Require(exitCode == 0 && elapsed <= Budget, $"The gateway did not stop in order within {Budget.TotalSeconds} s.");
        result.Require(views.Any(view => view.IsComplete), "No page came whole before the stop.");
    }
}
