using ProxyCapi.CrashTests.Scenarios;

namespace ProxyCapi.CrashTests.PowerLoss;

/// <summary>
/// Simulated losses of power. A real store is worked in a process of its own while strace writes down what it hands to the operating system and what it
/// syncs; for many moments of that run the folder is put together as a disk could have it that lost its power then, and the real store opens it.
/// </summary>
/// <remarks>
/// <code>
///   strace ─► StoreWorkload (its own process) ─► writes, syncs, names, facts ─► SimulatedDisk at a moment ─► FoundOutbox
///                                                                          └─► EventLedger at that moment ─► PowerVerdict
/// </code>
/// The control is the same run with <c>synchronous=NORMAL</c>: it must lose events, or the simulation is blind.
/// </remarks>
internal sealed class PowerScenario(PowerOptions options)
{
    private static readonly TimeSpan AheadEachRound = TimeSpan.FromHours(2);

    private readonly Random _random = new(options.Seed);
    private int _nextEvent = 1;

    /// <summary>Runs every round and the control.</summary>
    /// <param name="ended">Told of each round when it has ended.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="PowerUnavailableException">Nothing can be watched here.</exception>
    public async Task<ScenarioResult> RunAsync(Action<PowerRound> ended, CancellationToken cancellationToken)
    {
        var (result, rounds) = (new ScenarioResult(), new List<PowerRound>());
        var root = Directory.CreateTempSubdirectory("proxycapi-power-");
        try
        {
            var (folder, ledger) = (root.CreateSubdirectory("start").FullName, new EventLedger());
            for (var number = 1; number <= options.Rounds; number++)
            {
                var next = root.CreateSubdirectory($"left-{number}").FullName;
                var round = await RunRoundAsync(number, "FULL", folder, next, ledger, root, cancellationToken);
                ended(round);
                rounds.Add(round);
                Judge(round, result);
                Directory.Delete(folder, recursive: true);
                folder = next;
            }

            var control = await RunRoundAsync(
                0, "NORMAL", root.CreateSubdirectory("control").FullName, root.CreateSubdirectory("left").FullName, new EventLedger(), root, cancellationToken);
            ended(control);
            JudgeControl(control, result);
            Describe(rounds, control, result);
            return result;
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private async Task<PowerRound> RunRoundAsync(
        int number, string synchronous, string folder, string next, EventLedger ledger, DirectoryInfo root, CancellationToken cancellationToken)
    {
        var workload = new WorkloadOptions
        {
            Folder = folder,
            Journal = Path.Combine(root.FullName, $"facts-{number}"),
            Synchronous = synchronous,
            Events = options.Events,
            First = _nextEvent,
            Seed = _random.Next(),
            Ahead = AheadEachRound * number,
        };
        _nextEvent += options.Events;
        var recording = await Recording.RunAsync(workload, cancellationToken);
        var run = new RecordedRun(recording, ledger, new LaterTime(workload.Ahead + (AheadEachRound / 2)), _random);
        await run.CutAsync(options.Cuts, Path.Combine(root.FullName, "scratch"), next, cancellationToken);
        return new PowerRound(number, synchronous, recording.Steps.Count, recording.Steps.Count(step => step is DiskStep.SyncEnded), run.Tallies, run.Compare(folder));
    }

    private void Describe(List<PowerRound> rounds, PowerRound control, ScenarioResult result)
    {
        var sum = rounds.Aggregate(new CutTally(), (all, round) => all.Plus(round.Sum));
        result.Show("recorded", $"{rounds.Count} runs, {rounds.Sum(round => round.Steps)} steps, {rounds.Sum(round => round.Syncs)} syncs; seed {options.Seed}");
        result.Show("losses of power", $"{sum.Cuts}, harmful {sum.Harmful}");
        result.Show("at stake", $"{sum.Acknowledged} acknowledged events, {sum.OnTheirWay} on their way, summed over the losses");
        result.Show("lost", $"{sum.Verdict.Lost}");
        result.Show("could count twice", $"{sum.Verdict.Repeats}");
        result.Show("untrue, alarms", $"{sum.Verdict.Untrue}, {sum.Verdict.Alarms}");
        result.Show("control (NORMAL)", $"{control.Sum.Cuts} losses, harmful {control.Sum.Harmful}; lost {control.Sum.Verdict.Lost} of {control.Sum.Acknowledged}");
    }

    private void Judge(PowerRound round, ScenarioResult result)
    {
        result.Require(round.Differences.Count == 0, $"Round {round.Number}: the simulation has other files than the disk: {string.Join(", ", round.Differences)}");
        result.Require(round.Sum.Harmful == 0, $"Round {round.Number}: {round.Sum.Harmful} of {round.Sum.Cuts} losses of power did harm: {round.Sum.Verdict} (seed {options.Seed})");
        result.Require(round.Sum.Acknowledged > 0 && round.Sum.OnTheirWay > 0, $"Round {round.Number}: the power went while nothing was at stake.");
    }

    private static void JudgeControl(PowerRound control, ScenarioResult result)
    {
        var (alive, lossy) = (control.Cuts[Remains.Everything], control.Cuts[Remains.Nothing].Plus(control.Cuts[Remains.Part]));
        result.Require(control.Differences.Count == 0, $"The control: the simulation has other files than the disk: {string.Join(", ", control.Differences)}");
        result.Require(lossy.Verdict.Lost > 0, "The control (synchronous=NORMAL) has lost nothing: the simulation is blind.");
        result.Require(alive.Harmful == 0, $"The control has lost something without a loss of power: {alive.Verdict}");
    }
}
