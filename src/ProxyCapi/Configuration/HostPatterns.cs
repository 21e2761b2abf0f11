using System.Globalization;

namespace ProxyCapi.Configuration;

/// <summary>A list of hosts as an operator writes them: <c>shop.example</c>, <c>*.shop.example</c>; empty fits every host.</summary>
internal sealed class HostPatterns
{
    private readonly string[] _exact;
    private readonly string[] _suffixes;

    /// <summary>Compiles a list that was found valid.</summary>
    public HostPatterns(IEnumerable<string> patterns)
    {
        var all = patterns.Select(pattern => pattern.Trim().TrimEnd('.')).SelectMany(BothForms).ToArray();
        _exact = [.. all.Where(pattern => !pattern.StartsWith("*.", StringComparison.Ordinal))];
        _suffixes = [.. all.Where(pattern => pattern.StartsWith("*.", StringComparison.Ordinal)).Select(pattern => pattern[1..])];
    }

    /// <summary>Whether every host fits.</summary>
    public bool IsAny => _exact.Length == 0 && _suffixes.Length == 0;

    /// <summary>Whether a host fits; a port and a trailing dot are ignored.</summary>
    /// <param name="host">Host name, with or without a port.</param>
    public bool IsMatch(ReadOnlySpan<char> host)
    {
        if (IsAny)
        {
            return true;
        }

        host = WithoutPort(host).TrimEnd('.');
        foreach (var exact in _exact)
        {
            if (host.Equals(exact, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        foreach (var suffix in _suffixes)
        {
            if (host.Length > suffix.Length && host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether some host fits both lists.</summary>
    public bool Overlaps(HostPatterns other) =>
        IsAny || other.IsAny
        || _exact.Any(host => other.IsMatch(host)) || other._exact.Any(host => IsMatch(host))
        || _suffixes.Any(mine => other._suffixes.Any(theirs =>
            mine.EndsWith(theirs, StringComparison.OrdinalIgnoreCase) || theirs.EndsWith(mine, StringComparison.OrdinalIgnoreCase)));

    /// <summary>A name outside ASCII travels as punycode, and ASP.NET's <c>HostString</c> shows it in either form.</summary>
    private static IEnumerable<string> BothForms(string pattern)
    {
        var prefix = pattern.StartsWith("*.", StringComparison.Ordinal) ? "*." : "";
        var host = pattern[prefix.Length..];
        try
        {
            var names = new IdnMapping();
            var ascii = names.GetAscii(host);
            return new[] { prefix + ascii, prefix + names.GetUnicode(ascii) }.Distinct(StringComparer.OrdinalIgnoreCase);
        }
        catch (ArgumentException)
        {
            // Reported by the validator; it fits nothing.
            return [pattern];
        }
    }

    private static ReadOnlySpan<char> WithoutPort(ReadOnlySpan<char> host)
    {
        var colon = host.LastIndexOf(':');
        return colon > host.LastIndexOf(']') && colon >= 0 ? host[..colon] : host;
    }
}
