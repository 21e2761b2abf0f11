using System.Collections.Frozen;
using ProxyCapi.Conversions.Normalization;

namespace ProxyCapi.Conversions.Identity;

/// <summary>
/// The Public Suffix List (publicsuffix.org, format and algorithm at https://github.com/publicsuffix/list/wiki/Format), both sections: it says
/// where browsers let a cookie stand.
/// </summary>
internal static class PublicSuffixList
{
    private static readonly FrozenSet<string> Rules = DataFile.Lines("public-suffixes.txt")
        .Select(HostName.ToAscii)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The registrable domain of a host (suffix and one label), or <see langword="null"/> if the host is a suffix itself.</summary>
    /// <param name="host">Lower case, punycode, no trailing dot.</param>
    public static string? RegistrableDomain(string host)
    {
        var labels = host.Split('.');
        var suffix = SuffixLength(labels);
        return labels.Length > suffix ? string.Join('.', labels[^(suffix + 1)..]) : null;
    }

    // An exception wins, then the longest rule; without any, the last label is the suffix.
    private static int SuffixLength(string[] labels)
    {
        for (var count = labels.Length; count > 0; count--)
        {
            var name = string.Join('.', labels[^count..]);
            if (Rules.Contains("!" + name))
            {
                return count - 1;
            }

            if (Rules.Contains(name) || (count > 1 && Rules.Contains("*." + string.Join('.', labels[^(count - 1)..]))))
            {
                return count;
            }
        }

        return 1;
    }
}
