using ProxyCapi.CrashTests.Scenarios;
using Xunit.Abstractions;

namespace ProxyCapi.FunctionalTests.Crash;

/// <summary>Short runs of the scenarios of tests/ProxyCapi.CrashTests: the gateway is a process of its own.</summary>
[Collection(CrashRuns.Name)]
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Rate = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Kill_AtRandomMomentsUnderLoad_LosesNothingThatWasAcknowledged()
    {
        var options = new KillOptions { Rounds = 5, Load = TimeSpan.FromSeconds(1.5), Rate = Rate, Seed = Random.Shared.Next() };
        using var end = new CancellationTokenSource(Patience);
        var rounds = new List<KillRound>();

        var result = await new KillScenario(options).RunAsync(rounds.Add, end.Token);

        Print(result);
        Assert.Empty(result.Failures);
        Assert.Equal(options.Rounds, rounds.Count);
        Assert.Contains(rounds, round => round.OnDisk > 0);
    }

    [Fact]
    public async Task Kill_RuleThatAwaitsTheDisk_LosesNoOrderWhosePageCameWhole()
    {
        var options = new KillOptions { Rounds = 3, Load = TimeSpan.FromSeconds(1), Rate = Rate, Seed = Random.Shared.Next(), AwaitDurable = true };
        using var end = new CancellationTokenSource(Patience);
        var rounds = new List<KillRound>();

        var result = await new KillScenario(options).RunAsync(rounds.Add, end.Token);

        Print(result);
        Assert.Empty(result.Failures);
        Assert.Contains(rounds, round => round.Complete > 0);
    }

    [Fact]
    public async Task Stop_UnderLoad_EndsInItsBudgetAndLosesNothing()
    {
        using var end = new CancellationTokenSource(Patience);

        var result = await new StopScenario(TimeSpan.FromSeconds(3), Rate, Random.Shared.Next()).RunAsync(end.Token);

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

    private void Print(ScenarioResult result) => output.WriteLine(string.Join(Environment.NewLine, result.Figures.Select(figure => $"{figure.Name}: {figure.Value}")));
}
