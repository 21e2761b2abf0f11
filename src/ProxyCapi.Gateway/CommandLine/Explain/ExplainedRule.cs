using ProxyCapi.Extraction.Discovery;

namespace ProxyCapi.Gateway.CommandLine.Explain;

/// <summary>What one rule of the configuration makes of a saved exchange whose address and method fit it.</summary>
/// <param name="Name">The rule's name.</param>
/// <param name="EventName">The event as the rule writes it.</param>
/// <param name="OnlyAdds">The rule only adds to what others find.</param>
/// <param name="Conditions">Its conditions.</param>
/// <param name="Readings">What it reads, one list for each conversion; empty if a condition is not met.</param>
internal sealed record ExplainedRule(
    string Name, string EventName, bool OnlyAdds, IReadOnlyList<ExplainedCondition> Conditions, IReadOnlyList<IReadOnlyList<ExplainedField>> Readings)
{
    /// <summary>What has to be corrected before the rule can be used at all.</summary>
    public IReadOnlyList<string> Mistakes { get; init; } = [];

    /// <summary>The rule is the reason why discovery's event of the same name does not count.</summary>
    public bool Silences => !OnlyAdds && Mistakes.Count == 0 && Readings.Count == 0;
}
