namespace ProxyCapi.CrashTests.Scenarios;

/// <summary>What a scenario has shown.</summary>
internal sealed class ScenarioResult
{
    /// <summary>Figures for the reader, in their order.</summary>
    public List<(string Name, string Value)> Figures { get; } = [];

    /// <summary>What must not be, in words; empty if all holds.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>Adds a figure.</summary>
    public void Show(string name, FormattableString value) => Figures.Add((name, FormattableString.Invariant(value)));

    /// <summary>Adds a failure unless <paramref name="holds"/>.</summary>
    public void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            Failures.Add(otherwise);
        }
    }
}
