using System.CommandLine;
using ProxyCapi.CrashTests.Hosting;
using ProxyCapi.CrashTests.PowerLoss;
using ProxyCapi.CrashTests.Scenarios;
using Spectre.Console;

namespace ProxyCapi.CrashTests.Commands;

/// <summary>The command line: a command for each scenario.</summary>
internal static class CrashCommandLine
{
    private const int Failed = 1;
    private const int CannotRun = 2;

    private const int UsualRate = 200;

    /// <summary>Delays are compared, so the gateway must not be near its limit.</summary>
    private const int EasyRate = 50;

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Decides the random moments; printed with the figures",
        DefaultValueFactory = _ => Random.Shared.Next(),
    };

    /// <summary>Parses and runs.</summary>
    /// <returns>0 if everything held, 1 if something did not, 2 if it could not be tried.</returns>
    public static async Task<int> InvokeAsync(string[] args, IAnsiConsole console)
    {
        var root = new RootCommand("Runs a real gateway process into trouble under load, and compares what was acknowledged with what was delivered.");
        root.Subcommands.Add(Kill(console));
        root.Subcommands.Add(Stop(console));
        root.Subcommands.Add(Outage(console));
        root.Subcommands.Add(Token(console));
        root.Subcommands.Add(Lock(console));
        root.Subcommands.Add(Poison(console));
        root.Subcommands.Add(Pixels(console));
        root.Subcommands.Add(PowerCommands.Power(console, Seed, result => Report(console, result)));
        root.Subcommands.Add(PowerCommands.Store());
        try
        {
            return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception) when (exception is GatewayStartException or PowerUnavailableException)
        {
            console.MarkupLineInterpolated($"[red]{exception.Message}[/]");
            return CannotRun;
        }
    }

    private static Command Kill(IAnsiConsole console)
    {
        var rounds = new Option<int>("--rounds") { Description = "How often it is killed", Required = true };
        var seconds = Seconds(2, "Longest load before a kill");
        var rate = Rate(UsualRate);
        var durable = new Option<bool>("--await-durable") { Description = "The rule says AwaitDurable: every page that came whole must be delivered" };
        var command = new Command("kill", "Kills the gateway (SIGKILL) at random moments and restarts it on the same folder") { rounds, seconds, rate, Seed, durable };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new KillOptions
            {
                Rounds = parsed.GetValue(rounds),
                Load = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                Rate = parsed.GetValue(rate),
                Seed = parsed.GetValue(Seed),
                AwaitDurable = parsed.GetValue(durable),
            };
            var table = new KillTable(console);
            return Report(console, await new KillScenario(options).RunAsync(table.Add, cancellationToken));
        });
        return command;
    }

    private static Command Stop(IAnsiConsole console)
    {
        var seconds = Seconds(5, "Load before the signal");
        return Scenario(console, "stop", "Asks the gateway to stop (SIGTERM) under load", seconds, UsualRate, (time, rate, seed, cancellationToken) =>
            new StopScenario(time, rate, seed).RunAsync(cancellationToken));
    }

    private static Command Outage(IAnsiConsole console)
    {
        var seconds = Seconds(60, "Length of the outage");
        return Scenario(console, "outage", "Meta refuses, resets and hangs under load", seconds, UsualRate, (time, rate, seed, cancellationToken) =>
            new OutageScenario(time, rate, seed).RunAsync(text => console.WriteLine(text), cancellationToken));
    }

    private static Command Token(IAnsiConsole console)
    {
        var seconds = Seconds(5, "Load before, while and after the token is revoked, each");
        return Scenario(console, "token", "Revokes the token under load and replaces it in the configuration file", seconds, UsualRate, (time, rate, seed, cancellationToken) =>
            new TokenScenario(time, rate, seed).RunAsync(cancellationToken));
    }

    private static Command Lock(IAnsiConsole console)
    {
        var seconds = Seconds(5, "Load before, while and after the file is locked, each");
        return Scenario(console, "lock", "Another process locks the outbox's file under load", seconds, UsualRate, (time, rate, seed, cancellationToken) =>
            new LockScenario(time, rate, seed).RunAsync(cancellationToken));
    }

    private static Command Pixels(IAnsiConsole console)
    {
        var seconds = Seconds(20, "Length of each phase");
        return Scenario(console, "pixels", "Two pixels, one of them hangs for a while", seconds, EasyRate, (time, rate, seed, cancellationToken) =>
            new PixelsScenario(time, rate, seed).RunAsync(cancellationToken));
    }

    private static Command Poison(IAnsiConsole console)
    {
        var command = new Command("poison", "One event in a batch of 1000 that Meta refuses") { Seed };
        command.SetAction(async (parsed, cancellationToken) => Report(console, await new PoisonScenario(parsed.GetValue(Seed)).RunAsync(cancellationToken)));
        return command;
    }

    private static Command Scenario(
        IAnsiConsole console, string name, string description, Option<double> seconds, int usualRate, Func<TimeSpan, int, int, CancellationToken, Task<ScenarioResult>> run)
    {
        var rate = Rate(usualRate);
        var command = new Command(name, description) { seconds, rate, Seed };
        command.SetAction(async (parsed, cancellationToken) => Report(
            console, await run(TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rate), parsed.GetValue(Seed), cancellationToken)));
        return command;
    }

    private static Option<double> Seconds(double usual, string description) => new("--seconds") { Description = description, DefaultValueFactory = _ => usual };

    private static Option<int> Rate(int usual) => new("--rate") { Description = "Pages a second", DefaultValueFactory = _ => usual };

    private static int Report(IAnsiConsole console, ScenarioResult result)
    {
        var table = new Table().HideHeaders().AddColumns("", "");
        foreach (var (name, value) in result.Figures)
        {
            table.AddRow(Markup.Escape(name), Markup.Escape(value));
        }

        console.Write(table);
        foreach (var failure in result.Failures)
        {
            console.MarkupLineInterpolated($"[red]FAILED[/] {failure}");
        }

        if (result.Failures.Count == 0)
        {
            console.MarkupLine("[green]Everything held.[/]");
        }

        return result.Failures.Count == 0 ? 0 : Failed;
    }
}
