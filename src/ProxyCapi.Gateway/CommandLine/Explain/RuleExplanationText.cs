using Spectre.Console;

namespace ProxyCapi.Gateway.CommandLine.Explain;

/// <summary>What a configured rule makes of the page, in words.</summary>
internal static class RuleExplanationText
{
    /// <summary>Writes it.</summary>
    public static void Write(ExplainedRule rule, IAnsiConsole console)
    {
        if (rule.Mistakes.Count > 0)
        {
            console.WriteLine($"The rule '{rule.Name}' cannot be used as it is written:");
            foreach (var mistake in rule.Mistakes)
            {
                console.WriteLine($"  {mistake}");
            }

            return;
        }

        console.WriteLine($"The rule '{rule.Name}' fits this address" + (rule.Readings.Count > 0 ? rule.OnlyAdds ? $"; it adds to a {rule.EventName}." : $"; it reads a {rule.EventName}." : ", and does not count."));
        foreach (var condition in rule.Conditions)
        {
            console.WriteLine($"  {(condition.IsMet ? "met:    " : "not met:")} {condition.Text}");
        }

        if (rule.Readings.Count == 0 && rule.Conditions.All(condition => condition.IsMet))
        {
            console.WriteLine("  Its conditions are met, but there is no entry, or no event's name, where it looks for one.");
        }

        foreach (var fields in rule.Readings.Where(fields => fields.Count > 0))
        {
            FieldTable.Write(fields, "expression", console);
        }
    }
}
