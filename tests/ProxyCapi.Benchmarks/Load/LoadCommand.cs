using Spectre.Console;

namespace ProxyCapi.Benchmarks.Load;

/// <summary>
/// Runs the targets side by side, interleaved, so that whatever else the machine does hits all of them; every figure is the median over the
/// rounds of the ratio to bare YARP in the same round. A second bare YARP shows what the run cannot tell apart.
/// </summary>
internal static class LoadCommand
{
    private static readonly (string Name, string Role)[] Proxies =
        [("bare", "bare"), ("bare again", "bare"), ("ProxyCapi", "proxycapi"), ("gateway", "gateway")];

    public static async Task<int> RunAsync(string[] args)
    {
        var rounds = Arguments.Number(args, "--rounds", 9);
        var requests = Arguments.Number(args, "--requests", 2000);
        var only = Arguments.Text(args, "--only");
        using var origin = Target.Start("origin", "origin");
        var targets = Proxies.Select(proxy => Target.Start(proxy.Name, proxy.Role, origin.Address)).ToArray();
        using var load = new LoadGenerator();
        var table = Head();
        // Compiled to the end before anything counts: else the first row would pay for it.
        foreach (var target in targets.Concat(targets).Concat(targets))
        {
            await load.RunAsync(target, Scenario.All[0], requests);
        }

        foreach (var scenario in Scenario.All.Where(scenario => only is null || scenario.Name.Contains(only, StringComparison.Ordinal)))
        {
            var samples = targets.Select(_ => new List<Sample>()).ToArray();
            foreach (var target in targets)
            {
                await load.RunAsync(target, scenario, requests);
            }

            for (var round = 0; round < rounds; round++)
            {
                for (var i = 0; i < targets.Length; i++)
                {
                    // Each round begins with another target.
                    var index = (i + round) % targets.Length;
                    samples[index].Add(await load.RunAsync(targets[index], scenario, requests));
                }
            }

            AddRows(table, scenario, targets, samples);
        }

        foreach (var target in targets)
        {
            target.Dispose();
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"{rounds} rounds of {requests} requests for each target and row, 8 connections; ratios to bare YARP are medians over the rounds.");
        return 0;
    }

    private static Table Head() => new Table { Border = TableBorder.Markdown }
        .AddColumns("scenario", "proxy", "CPU ms / 1000 requests", "CPU ratio", "bytes / request", "added bytes", "RPS ratio", "p99 ratio", "first byte ratio");

    private static void AddRows(Table table, Scenario scenario, Target[] targets, List<Sample>[] samples)
    {
        var bare = samples[0];
        for (var i = 0; i < targets.Length; i++)
        {
            var own = samples[i];
            table.AddRow(
                i == 0 ? scenario.Name : "",
                targets[i].Name,
                $"{Statistics.Median(own.Select(sample => sample.CpuPerRequest)):F0}",
                $"{Ratio(own, bare, sample => sample.CpuPerRequest):F2}",
                $"{Statistics.Median(own.Select(sample => sample.BytesPerRequest)):F0}",
                $"{Statistics.Median(own.Zip(bare, (mine, theirs) => mine.BytesPerRequest - theirs.BytesPerRequest)):+0;-0;0}",
                $"{Ratio(own, bare, sample => sample.RequestsPerSecond):F2}",
                $"{Ratio(own, bare, sample => sample.P99):F2}",
                $"{Ratio(own, bare, sample => sample.FirstByte):F2}");
        }
    }

    private static double Ratio(List<Sample> own, List<Sample> bare, Func<Sample, double> figure) =>
        Statistics.Median(own.Zip(bare, (mine, theirs) => figure(mine) / figure(theirs)));
}
