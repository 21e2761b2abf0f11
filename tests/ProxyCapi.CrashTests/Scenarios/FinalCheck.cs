using ProxyCapi.CrashTests.Hosting;
using ProxyCapi.CrashTests.Judgement;

namespace ProxyCapi.CrashTests.Scenarios;

/// <summary>How every scenario ends: the outbox empties itself, the gateway stops in order, and the books are compared.</summary>
internal static class FinalCheck
{
    /// <summary>Longer than the host's shutdown budget of 30 seconds.</summary>
    public static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(45);

    /// <summary>Waits for the end of the work and judges one pixel's orders.</summary>
    /// <param name="bed">The test bed.</param>
    /// <param name="gateway">The gateway that is to finish.</param>
    /// <param name="promises">Orders that must be there, besides those that are found on disk.</param>
    /// <param name="result">Takes figures and failures.</param>
    /// <param name="patience">How long the outbox may take.</param>
    /// <param name="deadLetters">How many events must have become dead letters, no more and no fewer.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<DeliveryReport> RunAsync(
        TestBed bed, GatewayProcess gateway, Promises promises, ScenarioResult result, TimeSpan patience, CancellationToken cancellationToken, int deadLetters = 0)
    {
        var isDrained = await bed.DrainAsync(gateway, patience, cancellationToken);
        var (exitCode, elapsed) = await gateway.StopAsync(StopPatience);
        result.Require(exitCode == 0, exitCode is null ? $"The gateway did not stop within {StopPatience.TotalSeconds} s." : $"The gateway stopped with exit code {exitCode}.");
        var disk = OutboxFile.Read(bed.Folder.Data);
        result.Require(isDrained, $"The outbox was not empty after {patience.TotalSeconds} s: {disk.Waiting} wait, {disk.Posting} are on their way.");
        result.Require(disk.Dead.Count == deadLetters, $"{disk.Dead.Count} events became dead letters, and {deadLetters} had to.");
        promises.Add(disk, bed.Orders);
        var dead = disk.Dead.Select(letter => letter.SeenKey).ToHashSet(StringComparer.Ordinal);
        var report = new DeliveryJudgement(bed.Orders, DeliveredEvent.Of(bed.Emulator.Journal, TestBed.PixelId))
            .Judge(Except(promises.OnDisk, bed, dead), Except(promises.Shown, bed, dead));
        Describe(report, disk, elapsed, result);
        return report;
    }

    private static void Describe(DeliveryReport report, OutboxSnapshot disk, TimeSpan stopped, ScenarioResult result)
    {
        result.Show("acknowledged", $"{report.Acknowledged} orders");
        result.Show("delivered", $"{report.Delivered} orders, {report.DistinctEventIds} event ids");
        result.Show("lost", $"{report.Lost.Count}");
        result.Show("dead letters", $"{disk.Dead.Count}");
        result.Show("repeats", $"{report.Repeats}, of them with another id {report.WithAnotherId}, with another time {report.WithAnotherTime}");
        result.Show("untrue events", $"{report.Untrue}");
        result.Show("integrity", $"{disk.Integrity}");
        result.Show("last stop", $"{stopped.TotalSeconds:F1} s");
        result.Require(disk.Integrity == "ok", $"integrity_check says: {disk.Integrity}");
        result.Failures.AddRange(report.Failures());
    }

    /// <summary>A dead letter is a documented end, and no loss; their number is looked at by itself.</summary>
    private static IEnumerable<string> Except(IEnumerable<string> numbers, TestBed bed, HashSet<string> dead) => dead.Count == 0
        ? numbers
        : numbers.Where(number => !(bed.Orders.TryFind(number, out var order) && dead.Contains(order.SeenKeyFor(TestBed.Pixel))));
}
