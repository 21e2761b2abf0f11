using ProxyCapi.CrashTests.Scenarios;
using Xunit.Abstractions;

namespace ProxyCapi.FunctionalTests.Crash;

/// <summary>Short runs of the scenarios of tests/ProxyCapi.CrashTests: the gateway is a process of its own.</summary>
[Collection(CrashRuns.Name)]
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Rate = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Two runs: without waiting for the disk, where what is on it counts as acknowledged, and with it, where the page itself is the promise. What is
    /// in doubt at the end of the first is waited for beside the second.
    /// </summary>
    [Fact]
    public async Task Kill_AtRandomMomentsUnderLoad_LosesNothingThatWasAcknowledged()
    {
        var (plain, durable) = (Kill(rounds: 5, awaitDurable: false), Kill(rounds: 2, awaitDurable: true));
        using var end = new CancellationTokenSource(Patience);
        var (rounds, durableRounds) = (new List<KillRound>(), new List<KillRound>());
        var isWaiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var first = new KillScenario(plain).RunAsync(
            round =>
            {
                rounds.Add(round);
                if (rounds.Count == plain.Rounds)
                {
                    isWaiting.SetResult();
                }
            },
            end.Token);
        await Task.WhenAny(first, isWaiting.Task);
        var second = new KillScenario(durable).RunAsync(durableRounds.Add, end.Token);
        var results = await Task.WhenAll(first, second);

        Array.ForEach(results, Print);
        Assert.Empty(results.SelectMany(result => result.Failures));
        Assert.Equal((plain.Rounds, durable.Rounds), (rounds.Count, durableRounds.Count));
        Assert.Contains(rounds, round => round.OnDisk > 0);
        Assert.Contains(durableRounds, round => round.Complete > 0);
    }

    [Fact]
    public async Task Stop_SignalledTwiceUnderLoad_EndsInItsBudgetAndLosesNothing()
    {
        using var end = new CancellationTokenSource(Patience);

        var result = await new StopScenario(TimeSpan.FromSeconds(3), Rate, Random.Shared.Next(), isRepeated: true).RunAsync(end.Token);

        Print(result);
        Assert.Empty(result.Failures);
    }

    [Fact]
    public async Task Token_RevokedUnderLoad_RaisesTheAlarmAndGoesOnWithTheNewOne()
    {
        using var end = new CancellationTokenSource(Patience);

        var result = await new TokenScenario(TimeSpan.FromSeconds(2), Rate, Random.Shared.Next()).RunAsync(end.Token);

        Print(result);
        Assert.Empty(result.Failures);
    }

    [Fact]
    public async Task File_LockedByAnotherProcessUnderLoad_DelaysEventsAndLosesNone()
    {
        using var end = new CancellationTokenSource(Patience);

        var result = await new LockScenario(TimeSpan.FromSeconds(0.5), Rate, Random.Shared.Next()).RunAsync(end.Token);

        Print(result);
        Assert.Empty(result.Failures);
    }

    private static KillOptions Kill(int rounds, bool awaitDurable) =>
        new() { Rounds = rounds, Load = TimeSpan.FromSeconds(1.2), Rate = Rate, Seed = Random.Shared.Next(), AwaitDurable = awaitDurable };

    private void Print(ScenarioResult result) => output.WriteLine(string.Join(Environment.NewLine, result.Figures.Select(figure => $"{figure.Name}: {figure.Value}")));
}
