using System.Diagnostics;
using ProxyCapi.CrashTests.Hosting;
using ProxyCapi.CrashTests.Judgement;
using ProxyCapi.CrashTests.Orders;

namespace ProxyCapi.CrashTests.Scenarios;

/// <summary>
/// Kills the gateway at random moments under load, again and again on the same folder. What was on disk at any kill must be delivered in the end, as
/// one event.
/// </summary>
/// <remarks>An event in memory may die with the process unless the rule says <c>AwaitDurable</c>; then every page that came whole is a promise.</remarks>
internal sealed class KillScenario(KillOptions options)
{
    /// <summary>Events in doubt wait a minute by design; then there may be a queue.</summary>
    private static readonly TimeSpan DrainPatience = TimeSpan.FromMinutes(5);

    /// <summary>Long enough for many kills to meet a request on its way, and shorter than Meta's usual answer.</summary>
    private static readonly TimeSpan HalfAnAnswer = TimeSpan.FromMilliseconds(75);

    /// <summary>Every so many rounds the kill meets a gateway that has only just begun to work.</summary>
    private const int ColdRoundEvery = 4;

    private static readonly TimeSpan WarmUpPatience = TimeSpan.FromSeconds(10);

    private readonly Random _random = new(options.Seed);
    private readonly Promises _promises = new(TestBed.Pixel);
    private long _inDoubt;

    /// <summary>Runs every round and the end.</summary>
    /// <param name="ended">Told of each round when it has ended.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="GatewayStartException">The gateway does not start, for instance because it does not know an option.</exception>
    public async Task<ScenarioResult> RunAsync(Action<KillRound> ended, CancellationToken cancellationToken)
    {
        await using var bed = await TestBed.StartAsync(Configure);
        bed.Emulator.TakeTime(HalfAnAnswer);
        var result = new ScenarioResult();
        var rounds = new List<KillRound>();
        for (var number = 1; number <= options.Rounds; number++)
        {
            rounds.Add(await RunRoundAsync(number, bed, rounds.Count == 0 ? 0 : _inDoubt, result, cancellationToken));
            ended(rounds[^1]);
        }

        await EndAsync(bed, rounds, result, cancellationToken);
        return result;
    }

    private void Configure(IDictionary<string, string?> settings)
    {
        if (options.AwaitDurable)
        {
            settings["ProxyCapi:Rules:purchase:AwaitDurable"] = "true";

            // A page that is let go before its event is on disk is no promise; a busy machine must not come to that.
            settings["ProxyCapi:Rules:purchase:AwaitDurableTimeout"] = "00:00:10";
        }
    }

    private async Task<KillRound> RunRoundAsync(int number, TestBed bed, long inDoubt, ScenarioResult result, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await using var gateway = await bed.StartGatewayAsync(cancellationToken);
        var startedAfter = Stopwatch.GetElapsedTime(started);
        using var load = new OrderLoad(gateway.Public, bed.Orders, options.Rate, _random.Next());
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        started = Stopwatch.GetTimestamp();
        var shoppers = load.RunAsync(closing.Token);
        if (number % ColdRoundEvery != 0)
        {
            await WaitForWorkAsync(bed, cancellationToken);
        }

        await Task.Delay(options.Load * (0.1 + (0.9 * _random.NextDouble())), cancellationToken);
        var killed = gateway.KillAsync();
        var killedAfter = Stopwatch.GetElapsedTime(started);
        await closing.CancelAsync();
        await killed;
        var views = await shoppers;

        var disk = OutboxFile.Read(bed.Folder.Data);
        result.Require(views.All(view => view.Status is null or 200), $"Round {number}: {views.Count(view => view.Status is not (null or 200))} pages came with another status than 200.");
        result.Require(disk.Integrity == "ok", $"Round {number}: integrity_check says: {disk.Integrity}");
        _inDoubt = disk.Posting;
        return new KillRound(
            number, startedAfter, inDoubt, views.Count, views.Count(view => view.IsComplete), killedAfter, _promises.Add(disk, bed.Orders));
    }

    /// <summary>Waits until the first event of the round has arrived: from then on a kill meets commits and requests on their way.</summary>
    private static async Task WaitForWorkAsync(TestBed bed, CancellationToken cancellationToken)
    {
        var before = bed.Emulator.Journal.Summary.AcceptedEvents;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(WarmUpPatience);
        try
        {
            await bed.Emulator.Journal.WaitUntilAsync(journal => journal.Summary.AcceptedEvents > before, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A busy machine: the kill comes all the same.
        }
    }

    private async Task EndAsync(TestBed bed, List<KillRound> rounds, ScenarioResult result, CancellationToken cancellationToken)
    {
        await using var gateway = await bed.StartGatewayAsync(cancellationToken);
        if (options.AwaitDurable)
        {
            _promises.AddShown(bed.Orders);
        }

        var loaded = TimeSpan.FromTicks(rounds.Sum(round => round.KilledAfter.Ticks));
        var exchanges = rounds.Sum(round => round.Exchanges);
        var inDoubt = rounds.Sum(round => round.InDoubt) + _inDoubt;
        result.Show("rounds", $"{rounds.Count}, seed {options.Seed}");
        result.Show("exchanges", $"{exchanges} in {loaded.TotalSeconds:F0} s of load: {exchanges / loaded.TotalSeconds:F0}/s; {rounds.Sum(round => round.Complete)} pages came whole");
        result.Show("orders", $"{bed.Orders.Count}, shown completely {bed.Orders.All.Count(order => order.WasShown)}");
        result.Show("in doubt", $"{inDoubt} events at {rounds.Count(round => round.InDoubt > 0) + (_inDoubt > 0 ? 1 : 0)} kills");
        var report = await FinalCheck.RunAsync(bed, gateway, _promises, result, DrainPatience, cancellationToken);
        var undelivered = bed.Orders.All.Count(order => order.WasShown) - CountShown(bed);
        result.Show("shown, not delivered", $"{undelivered} ({(options.AwaitDurable ? "AwaitDurable: must be 0" : "killed between the last byte and the commit; AwaitDurable is off")})");
        result.Require(report.Repeats <= inDoubt, $"{report.Repeats} events arrived again, and only {inDoubt} were in doubt.");
        result.Require(report.Delivered > 0, "Nothing was delivered at all.");
    }

    private static int CountShown(TestBed bed) => DeliveredEvent.Of(bed.Emulator.Journal, TestBed.PixelId)
        .Select(found => found.OrderNumber)
        .Distinct(StringComparer.Ordinal)
        .Count(number => bed.Orders.TryFind(number, out var order) && order.WasShown);
}
