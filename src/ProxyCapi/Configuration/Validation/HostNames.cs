using System.Globalization;

namespace ProxyCapi.Configuration.Validation;

/// <summary>Checks hosts as an operator writes them.</summary>
internal static class HostNames
{
    /// <summary>Checks a list for <see cref="HostPatterns"/>.</summary>
    public static void ValidatePatterns(List<string> patterns, ConfigurationPlace place)
    {
        for (var i = 0; i < patterns.Count; i++)
        {
            var pattern = (patterns[i] ?? "").Trim();
            var host = pattern.StartsWith("*.", StringComparison.Ordinal) ? pattern[2..] : pattern;
            if (!IsHost(host))
            {
                place[i].Fail(
                    $"'{Binding.ScalarText.Shorten(pattern)}' is not a host.",
                    "Write a name without scheme, port and path: shop.example, or *.shop.example for its subdomains; one host for each entry, none at all for every host.");
            }
        }
    }

    /// <summary>
    /// A name that a browser could send. <see cref="Uri.CheckHostName"/> alone takes more than DNS does, and an address such as 1.2.3 for a
    /// name.
    /// </summary>
    private static bool IsHost(string host) => Uri.CheckHostName(host) switch
    {
        UriHostNameType.Dns => host.TrimEnd('.').Split('.').All(IsLabel),
        UriHostNameType.IPv4 => true,
        // A Host header has them in brackets.
        UriHostNameType.IPv6 => host.StartsWith('['),
        _ => false,
    };

    private static bool IsLabel(string label)
    {
        try
        {
            var ascii = new IdnMapping().GetAscii(label);
            return ascii.Length is > 0 and <= 63 && ascii.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
