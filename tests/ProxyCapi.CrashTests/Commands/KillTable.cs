using System.Globalization;
using ProxyCapi.CrashTests.Scenarios;
using Spectre.Console;

namespace ProxyCapi.CrashTests.Commands;

/// <summary>Prints a line for each round while the run goes on.</summary>
internal sealed class KillTable(IAnsiConsole console)
{
    private const string Header = "round  start ms  in doubt  exchanges  complete  killed ms  new on disk";

    /// <summary>Prints a round.</summary>
    public void Add(KillRound round)
    {
        if (round.Number == 1)
        {
            console.WriteLine(Header);
        }

        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{round.Number,5}  {round.StartedAfter.TotalMilliseconds,8:F0}  {round.InDoubt,8}  {round.Exchanges,9}  {round.Complete,8}  {round.KilledAfter.TotalMilliseconds,9:F0}  {round.OnDisk,11}"));
    }
}
