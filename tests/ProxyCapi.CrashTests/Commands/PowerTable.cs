using System.Globalization;
using ProxyCapi.CrashTests.PowerLoss;
using Spectre.Console;

namespace ProxyCapi.CrashTests.Commands;

/// <summary>Prints a line for each round and each kind of loss while the run goes on.</summary>
internal sealed class PowerTable(IAnsiConsole console)
{
    private const string Header = "round    sync    unsynced    cuts  harmful  acked  posting  lost  repeats  other";

    private bool _isBegun;

    /// <summary>Prints a round.</summary>
    public void Add(PowerRound round)
    {
        if (!_isBegun)
        {
            console.WriteLine(Header);
            _isBegun = true;
        }

        var name = round.Number == 0 ? "control" : round.Number.ToString(CultureInfo.InvariantCulture);
        foreach (var (remains, tally) in round.Cuts)
        {
            var verdict = tally.Verdict;
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-7}  {round.Synchronous,-6}  {Kept(remains),-10}  {tally.Cuts,4}  {tally.Harmful,7}  {tally.Acknowledged,5}  {tally.OnTheirWay,7}  {verdict.Lost,4}  {verdict.Repeats,7}  {verdict.Untrue + verdict.Alarms,5}"));
        }
    }

    private static string Kept(Remains remains) => remains switch
    {
        Remains.Nothing => "all gone",
        Remains.Part => "torn",
        _ => "all there",
    };
}
