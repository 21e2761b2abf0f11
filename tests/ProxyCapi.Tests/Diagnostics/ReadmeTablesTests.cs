using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Tests.Diagnostics;

/// <summary>The README's tables are the contract with dashboards and operators: they say what the code does, all of it and nothing else.</summary>
public sealed partial class ReadmeTablesTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md"));

    [Fact]
    public void InstrumentTable_ComparedWithTheMeter_NamesEachInstrumentWithItsKindAndUnit()
    {
        Assert.Equal(Instruments().Order(), InstrumentRow().Matches(Readme).Select(match => $"{match.Groups[1]} {match.Groups[2]} {match.Groups[3]}").Order());
    }

    [Fact]
    public void ExchangeTable_ComparedWithTheReasons_NamesEachOutcome()
    {
        Assert.Equal(Enum.GetValues<ExchangeReason>().Select(reason => Row(Outcomes.Of(reason))).Order(), Rows("exchange outcome / reason").Order());
    }

    [Fact]
    public void EventTable_ComparedWithTheReasons_NamesEachOutcome()
    {
        Assert.Equal(Enum.GetValues<EventReason>().Select(reason => Row(Outcomes.Of(reason))).Order(), Rows("event outcome / reason").Order());
    }

    private static List<string> Instruments()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = services.GetRequiredService<IMeterFactory>();
        var found = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    found.Add($"{instrument.Name} {Kind(instrument)} {instrument.Unit}");
                }
            },
        };
        listener.Start();
        using var metrics = new ProxyCapiMetrics(factory);
        metrics.ObserveExchangeQueue(() => 0, () => 0);
        metrics.ObserveOutbox(() => [], () => [], () => [], () => [], () => [], () => []);
        metrics.ObservePixels(() => [], () => []);
        metrics.ObserveStore(() => 0, () => 1);
        return found;
    }

    private static string Kind(Instrument instrument) =>
        KindSuffix().Replace(instrument.GetType().Name.Replace("Observable", "", StringComparison.Ordinal), "").ToLowerInvariant();

    private static IEnumerable<string> Rows(string heading)
    {
        var table = Readme[Readme.IndexOf($"| {heading} |", StringComparison.Ordinal)..];
        table = table[..table.IndexOf("\n\n", StringComparison.Ordinal)];
        return OutcomeRow().Matches(table).Select(match => match.Groups[1].Value);
    }

    private static string Row((string Outcome, string Reason) pair) => $"`{pair.Outcome}` / `{pair.Reason}`";

    [GeneratedRegex(@"^\| `(proxycapi\.[a-z._]+)` \| (\w+) \| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex InstrumentRow();

    [GeneratedRegex(@"^\| (`\w+` / `\w+`) \|", RegexOptions.Multiline)]
    private static partial Regex OutcomeRow();

    [GeneratedRegex("`\\d$")]
    private static partial Regex KindSuffix();
}
