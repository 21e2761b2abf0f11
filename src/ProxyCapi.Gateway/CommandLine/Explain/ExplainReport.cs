using ProxyCapi.Extraction.Discovery;
using ProxyCapi.Extraction.Discovery.Pinning;

namespace ProxyCapi.Gateway.CommandLine.Explain;

/// <summary>Everything that <c>explain</c> tells of one page.</summary>
/// <param name="Page">What the page says by itself.</param>
/// <param name="Rules">What the configured rules make of it.</param>
/// <param name="IsSearched">Whether the configuration has pages searched without a rule.</param>
/// <param name="Pinned">Rules that would read it in the same way; <see langword="null"/> if nobody asked.</param>
internal sealed record ExplainReport(Explanation Page, IReadOnlyList<ExplainedRule> Rules, bool IsSearched, PinnedRules? Pinned)
{
    /// <summary>Whether anything would be sent.</summary>
    public bool HasEvent => Rules.Any(rule => !rule.OnlyAdds && rule.Readings.Count > 0) || (IsSearched && Page.Events.Any(found => found.Lack is null && Silencer(found.EventName) is null));

    /// <summary>The rule that says that an event of the page does not count, if there is one.</summary>
    public ExplainedRule? Silencer(string eventName) => Rules.FirstOrDefault(rule => rule.EventName == eventName && rule.Silences);
}
