using GraphEmulator.Faults;
using ProxyCapi.CrashTests.Hosting;
using ProxyCapi.CrashTests.Orders;

namespace ProxyCapi.CrashTests.Scenarios;

/// <summary>
/// Meta is gone for a while under load: it refuses, then resets connections, then hangs. Memory stays flat, and everything is delivered after, with the
/// time at which it happened.
/// </summary>
internal sealed class OutageScenario(TimeSpan outage, int rate, int seed)
{
    private const double Megabyte = 1024 * 1024;

    /// <summary>What a process with the server's garbage collector swings by; a store that kept every event in memory shows with a longer outage.</summary>
    private const double AllowedGrowth = 64;

    private static readonly TimeSpan Before = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DrainPatience = TimeSpan.FromMinutes(10);

    /// <summary>Runs it.</summary>
    /// <param name="tell">Told of each phase.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<ScenarioResult> RunAsync(Action<string> tell, CancellationToken cancellationToken)
    {
        await using var bed = await TestBed.StartAsync();
        await using var gateway = await bed.StartGatewayAsync(cancellationToken);
        var result = new ScenarioResult();
        using var load = new OrderLoad(gateway.Public, bed.Orders, rate, seed);
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var shoppers = load.RunAsync(closing.Token);
        tell("warm-up …");
        result.Require(
            await TestBed.WaitForPaceAsync(gateway, cancellationToken),
            $"The gateway does not keep up with {rate} pages a second here, so its memory says nothing: try a lower --rate.");
        var before = await PassAsync("before", Before, gateway, result, tell, cancellationToken);
        var during = new List<double>();
        foreach (var fault in new[] { GraphFault.Error(503, 2) with { IsTransient = true }, GraphFault.Drop(GraphFaultStage.BeforeRead), GraphFault.Hang() })
        {
            using var active = bed.Emulator.Faults.Add(fault);
            during.AddRange(await PassAsync($"{fault.Kind} ({outage.TotalSeconds / 3:F0} s)", outage / 3, gateway, result, tell, cancellationToken));
        }

        var waiting = await gateway.Admin.SumAsync("proxycapi_outbox_length", cancellationToken);
        await closing.CancelAsync();
        var views = await shoppers;
        result.Show("exchanges", $"{views.Count}, {views.Count(view => view.IsComplete)} pages came whole");
        result.Show("waiting at its end", $"{waiting:F0} events");
        result.Require(views.All(view => view.IsComplete), "A shopper did not get the page during the outage.");
        var (first, last) = (Median(during.Take(during.Count / 3)), Median(during.TakeLast(during.Count / 3)));
        result.Require(last - Math.Max(first, Median(before)) <= AllowedGrowth, $"Memory grew from {first:F0} to {last:F0} MB during the outage.");

        // The gateway was never killed: every page that came whole must come to its event.
        var promises = new Promises(TestBed.Pixel);
        promises.AddShown(bed.Orders);
        await bed.DrainAsync(gateway, DrainPatience, cancellationToken);
        result.Show("memory after", $"{gateway.ResidentBytes / Megabyte:F0} MB");
        await FinalCheck.RunAsync(bed, gateway, promises, result, DrainPatience, cancellationToken);
        return result;
    }

    /// <summary>Lets time pass and looks at the gateway's memory each second (MB).</summary>
    private static async Task<List<double>> PassAsync(
        string name, TimeSpan time, GatewayProcess gateway, ScenarioResult result, Action<string> tell, CancellationToken cancellationToken)
    {
        tell($"{name} …");
        var samples = new List<double>();
        for (var passed = TimeSpan.Zero; passed < time; passed += Sample)
        {
            await Task.Delay(Sample, cancellationToken);
            samples.Add(gateway.ResidentBytes / Megabyte);
        }

        result.Show($"memory, {name}", $"{samples[0]:F0} → {samples[^1]:F0} MB, at most {samples.Max():F0} MB");
        return samples;
    }

    private static double Median(IEnumerable<double> samples)
    {
        double[] sorted = [.. samples.Order()];
        return sorted[sorted.Length / 2];
    }
}
