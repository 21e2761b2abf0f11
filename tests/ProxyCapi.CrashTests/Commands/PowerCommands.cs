using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ProxyCapi.CrashTests.PowerLoss;
using ProxyCapi.CrashTests.Scenarios;
using Spectre.Console;

namespace ProxyCapi.CrashTests.Commands;

/// <summary>The commands of the simulated power loss: the one for people, and the one for the process that is watched.</summary>
internal static class PowerCommands
{
    private const string StoreName = "power-store";

    /// <summary>The arguments of this program that run a workload.</summary>
    public static IReadOnlyList<string> StoreArguments(WorkloadOptions options) =>
    [
        StoreName, options.Folder, options.Journal, options.Synchronous, Text(options.Events), Text(options.First), Text(options.Seed), Text((int)options.Ahead.TotalSeconds),
    ];

    /// <summary>Losses of power, and the control.</summary>
    public static Command Power(IAnsiConsole console, Option<int> seed, Func<ScenarioResult, int> report)
    {
        var rounds = new Option<int>("--rounds") { Description = "Recorded runs; each begins with what a loss of power in the one before has left", DefaultValueFactory = _ => 3 };
        var cuts = new Option<int>("--cuts") { Description = "Losses of power in each", DefaultValueFactory = _ => 100 };
        var events = new Option<int>("--events") { Description = "Events in each", DefaultValueFactory = _ => 300 };
        var command = new Command("power", "Lets a simulated disk lose its power at many moments, and opens what is left (needs strace)") { rounds, cuts, events, seed };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new PowerOptions
            {
                Rounds = parsed.GetValue(rounds),
                Cuts = parsed.GetValue(cuts),
                Events = parsed.GetValue(events),
                Seed = parsed.GetValue(seed),
            };
            var table = new PowerTable(console);
            return report(await new PowerScenario(options).RunAsync(table.Add, cancellationToken));
        });
        return command;
    }

    /// <summary>Works a store and ends as with the power: not in order. Not for people.</summary>
    public static Command Store()
    {
        var values = new Argument<string[]>("values") { Arity = new ArgumentArity(7, 7) };
        var command = new Command(StoreName) { values };
        command.Hidden = true;
        command.SetAction(async (parsed, _) =>
        {
            var given = parsed.GetValue(values)!;
            await new StoreWorkload(new WorkloadOptions
            {
                Folder = given[0],
                Journal = given[1],
                Synchronous = given[2],
                Events = Number(given[3]),
                First = Number(given[4]),
                Seed = Number(given[5]),
                Ahead = TimeSpan.FromSeconds(Number(given[6])),
            }).RunAsync();
            using var self = Process.GetCurrentProcess();
            self.Kill();
        });
        return command;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
