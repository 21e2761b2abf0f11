using ProxyCapi.Configuration;

namespace ProxyCapi.Extraction.Discovery.Pinning;

/// <summary>Rules that read a page as discovery read it, whatever discovery makes of the next one.</summary>
/// <param name="Rules">The rules by name. Each was played against the page that it was made from, and read the same.</param>
/// <param name="Notes">What no rule pins and why, in words.</param>
internal sealed record PinnedRules(IReadOnlyDictionary<string, RuleOptions> Rules, IReadOnlyList<string> Notes);
