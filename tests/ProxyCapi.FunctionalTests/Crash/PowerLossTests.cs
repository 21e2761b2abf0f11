using ProxyCapi.CrashTests.PowerLoss;
using ProxyCapi.FunctionalTests.Hosting;
using Xunit.Abstractions;

namespace ProxyCapi.FunctionalTests.Crash;

/// <summary>A short run of <c>power</c> of tests/ProxyCapi.CrashTests. Needs strace and the right to use it.</summary>
[Collection(CrashRuns.Name)]
public sealed class PowerLossTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [ToolFact("strace", "strace")]
    public async Task Power_LostAtRandomMoments_TakesNothingThatWasAcknowledged_AndWithoutSyncsItDoes()
    {
        var options = new PowerOptions { Rounds = 2, Cuts = 20, Events = 200, Seed = Random.Shared.Next() };
        using var end = new CancellationTokenSource(Patience);
        var rounds = new List<PowerRound>();

        var result = await new PowerScenario(options).RunAsync(rounds.Add, end.Token);

        output.WriteLine(string.Join(Environment.NewLine, result.Figures.Select(figure => $"{figure.Name}: {figure.Value}")));
        Assert.Empty(result.Failures);
        Assert.Equal(options.Rounds + 1, rounds.Count);
        Assert.All(rounds, round => Assert.Equal(options.Cuts, round.Sum.Cuts));

        // The simulation sees what it is to see.
        Assert.True(rounds[^1].Sum.Verdict.Lost > 0);
        Assert.True(rounds[^1].Sum.Verdict.Repeats > 0);
    }
}
