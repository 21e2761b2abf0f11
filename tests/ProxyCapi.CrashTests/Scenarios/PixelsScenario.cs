using GraphEmulator.Faults;
using ProxyCapi.CrashTests.Hosting;
using ProxyCapi.CrashTests.Judgement;
using ProxyCapi.CrashTests.Orders;

namespace ProxyCapi.CrashTests.Scenarios;

/// <summary>Two pixels get every order; one of them hangs for a while. The other one's events arrive as soon as ever.</summary>
internal sealed class PixelsScenario(TimeSpan phase, int rate, int seed)
{
    private const string Other = "other";
    private const string OtherId = "9876543210";

    /// <summary>Left out after each change: what was on its way then belongs to neither phase.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    /// <summary>What a machine that does other things too adds to a 99th percentile.</summary>
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan DrainPatience = TimeSpan.FromMinutes(5);

    /// <summary>Runs it.</summary>
    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var bed = await TestBed.StartAsync(settings =>
        {
            settings[$"ProxyCapi:Pixels:{Other}:Id"] = OtherId;
            settings[$"ProxyCapi:Pixels:{Other}:AccessToken"] = "crash-test-token";
        });
        await using var gateway = await bed.StartGatewayAsync(cancellationToken);
        using var load = new OrderLoad(gateway.Public, bed.Orders, rate, seed);
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var shoppers = load.RunAsync(closing.Token);

        var result = new ScenarioResult();
        result.Require(
            await TestBed.WaitForPaceAsync(gateway, cancellationToken),
            $"The gateway does not keep up with {rate} pages a second here, so its delays say nothing: try a lower --rate.");
        var without = await PassAsync(cancellationToken);
        var hang = bed.Emulator.Faults.Add(GraphFault.Hang() with { Pixel = OtherId });
        var with = await PassAsync(cancellationToken);
        var struck = hang.Hits;
        hang.Dispose();
        await closing.CancelAsync();
        var views = await shoppers;

        result.Show("exchanges", $"{views.Count}, {views.Count(view => view.IsComplete)} pages came whole");
        result.Show("requests that hung", $"{struck}");
        result.Require(struck > 0, "No request of the other pixel hung.");
        var promises = new Promises(TestBed.Pixel, Other);
        promises.AddShown(bed.Orders);
        await FinalCheck.RunAsync(bed, gateway, promises, result, DrainPatience, cancellationToken);
        Compare(bed, without, with, result);
        JudgeOther(bed, promises, result);
        return result;
    }

    private async Task<(DateTimeOffset From, DateTimeOffset To)> PassAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Settling, cancellationToken);
        var from = TimeProvider.System.GetUtcNow();
        await Task.Delay(phase, cancellationToken);
        return (from, TimeProvider.System.GetUtcNow());
    }

    private static void Compare(TestBed bed, (DateTimeOffset, DateTimeOffset) without, (DateTimeOffset, DateTimeOffset) with, ScenarioResult result)
    {
        var usual = Delays(bed, without);
        var hanging = Delays(bed, with);
        result.Show("delay, both well", $"p50 {At(usual, 50):F0} ms, p99 {At(usual, 99):F0} ms of {usual.Length} events");
        result.Show("delay, other hangs", $"p50 {At(hanging, 50):F0} ms, p99 {At(hanging, 99):F0} ms of {hanging.Length} events");
        result.Require(
            At(hanging, 50) <= At(usual, 50) + Noise.TotalMilliseconds && At(hanging, 99) <= At(usual, 99) + Noise.TotalMilliseconds,
            "The pixel that is well was delayed while the other one hung.");
    }

    /// <summary>From the page's last byte to the commit at Meta's, of the orders that were placed in a phase, sorted.</summary>
    private static double[] Delays(TestBed bed, (DateTimeOffset From, DateTimeOffset To) phase) =>
    [
        .. DeliveredEvent.Of(bed.Emulator.Journal, TestBed.PixelId)
            .Select(found => (found.Received, View: bed.Orders.TryFind(found.OrderNumber, out var order) ? order.Views[0] : default))
            .Where(found => found.View.Asked >= phase.From && found.View.Asked <= phase.To)
            .Select(found => Math.Max(0, (found.Received - found.View.Ended).TotalMilliseconds))
            .Order(),
    ];

    private static double At(double[] sorted, int percent) => sorted.Length == 0 ? double.PositiveInfinity : sorted[(sorted.Length - 1) * percent / 100];

    private static void JudgeOther(TestBed bed, Promises promises, ScenarioResult result)
    {
        var report = new DeliveryJudgement(bed.Orders, DeliveredEvent.Of(bed.Emulator.Journal, OtherId)).Judge([], promises.Shown);
        result.Show("the other pixel", $"{report.Delivered} orders delivered after the hang, {report.Lost.Count} lost, {report.Repeats} repeats");
        result.Failures.AddRange(report.Failures().Select(failure => "The other pixel: " + failure));
    }
}
