using System.Collections.Frozen;
using ProxyCapi.Conversions.Normalization;

namespace ProxyCapi.Conversions.Identity;

/// <summary>
/// Which domains nobody can own (https://publicsuffix.org). Both sections of the list count, because browsers refuse cookies on both:
/// <c>github.io</c> as well as <c>co.uk</c>.
/// </summary>
internal sealed class PublicSuffixList
{
    [Flags]
    private enum Rule
    {
        None = 0,
        Suffix = 1,
        AllBelow = 2,
        Exception = 4,
    }

    private static readonly Lazy<PublicSuffixList> Embedded = new(() => new PublicSuffixList(EmbeddedData.ReadLines("public-suffixes.txt")));

    private readonly FrozenDictionary<string, Rule>.AlternateLookup<ReadOnlySpan<char>> _rules;

    /// <param name="lines">Rules in the list's own notation, labels in ASCII.</param>
    public PublicSuffixList(IEnumerable<string> lines)
    {
        var rules = new Dictionary<string, Rule>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var (name, rule) = line switch
            {
                ['!', .. var exception] => (exception, Rule.Exception),
                ['*', '.', .. var parent] => (parent, Rule.AllBelow),
                _ => (line, Rule.Suffix),
            };
            rules[name] = rules.GetValueOrDefault(name) | rule;
        }

        _rules = rules.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The list in the assembly.</summary>
    public static PublicSuffixList Default => Embedded.Value;

    /// <summary>The public suffix and one label more; empty if the host is a public suffix itself.</summary>
    /// <param name="host">In lower case, labels in ASCII, no dot at its end.</param>
    public ReadOnlySpan<char> RegistrableDomain(ReadOnlySpan<char> host)
    {
        // The first hit is the longest. The label before the current suffix starts at "previous".
        var previous = -1;
        for (var start = 0; start < host.Length;)
        {
            var suffix = host[start..];
            var rule = _rules.TryGetValue(suffix, out var found) ? found : Rule.None;
            if (rule.HasFlag(Rule.Exception))
            {
                return suffix; // the exception's public suffix is its parent
            }

            var dot = suffix.IndexOf('.');
            var isBelowAll = dot >= 0 && _rules.TryGetValue(suffix[(dot + 1)..], out var parent) && parent.HasFlag(Rule.AllBelow);
            // no rule at all: the list's default rule "*" makes the last label the suffix
            if (rule.HasFlag(Rule.Suffix) || isBelowAll || dot < 0)
            {
                return previous < 0 ? [] : host[previous..];
            }

            previous = start;
            start += dot + 1;
        }

        return [];
    }
}
