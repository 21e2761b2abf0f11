using System.Globalization;
using System.Net;

namespace ProxyCapi.Conversions.Identity;

/// <summary>Finds the domain of the identity cookies: configured domains, then the Public Suffix List, then the host (meta-capi.md section 6.5).</summary>
internal sealed class CookieDomainResolver
{
    private static readonly IdnMapping Idn = new() { AllowUnassigned = true };

    private readonly PublicSuffixList _suffixes;
    private readonly string[] _configuredLongestFirst;

    /// <param name="configured">Domains of the configuration; scheme, port, path, leading and trailing dots are ignored.</param>
    /// <param name="suffixes">The Public Suffix List.</param>
    public CookieDomainResolver(IEnumerable<string> configured, PublicSuffixList suffixes)
    {
        _suffixes = suffixes;
        _configuredLongestFirst =
        [
            .. configured.Select(static domain => HostName(domain).TrimStart('.')).Where(static domain => domain.Length > 0)
                .OrderByDescending(static domain => domain.Length),
        ];
    }

    /// <summary>The domain for a host.</summary>
    /// <param name="host">As in the Host header: a port is ignored, as are a scheme and a path.</param>
    public CookieDomain Resolve(string? host)
    {
        var name = host is null ? "" : HostName(host);
        if (name.Length == 0)
        {
            return default;
        }

        if (IsAddress(name))
        {
            return CookieDomain.OfAddress(name);
        }

        foreach (var domain in _configuredLongestFirst)
        {
            if (IsWithin(name, domain))
            {
                return CookieDomain.Spanning(domain);
            }
        }

        var registrable = _suffixes.RegistrableDomain(name);
        return registrable.IsEmpty ? CookieDomain.HostOnly(name) : CookieDomain.Spanning(registrable.ToString());
    }

    private static bool IsWithin(string name, string domain) =>
        name.EndsWith(domain, StringComparison.Ordinal) && (name.Length == domain.Length || name[^(domain.Length + 1)] == '.');

    // Lower case, labels in ASCII, IPv6 in brackets.
    private static string HostName(string value)
    {
        var text = value.AsSpan().Trim();
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        text = scheme < 0 ? text : text[(scheme + 3)..];
        var end = text.IndexOfAny('/', '?', '#');
        text = WithoutPort(end < 0 ? text : text[..end]);
        text = text.EndsWith(".") ? text[..^1] : text;
        var lower = text.ToString().ToLowerInvariant();
        return lower.Contains(':') && lower[0] != '[' ? $"[{lower}]" : ToAscii(lower);
    }

    // A colon is a port if it comes after the bracket, or if it is the only one.
    private static ReadOnlySpan<char> WithoutPort(ReadOnlySpan<char> host)
    {
        var colon = host.LastIndexOf(':');
        var isPort = colon >= 0 && (host[0] == '[' ? colon > host.LastIndexOf(']') : host.IndexOf(':') == colon);
        return isPort ? host[..colon] : host;
    }

    private static string ToAscii(string host)
    {
        if (System.Text.Ascii.IsValid(host))
        {
            return host;
        }

        try
        {
            return Idn.GetAscii(host);
        }
        catch (ArgumentException)
        {
            return host; // not a name that DNS knows; it stays as it is and matches nothing
        }
    }

    // As browsers judge: brackets, or a last label that is a number.
    private static bool IsAddress(string name)
    {
        if (name[0] == '[')
        {
            return IPAddress.TryParse(name, out _);
        }

        var last = name.AsSpan(name.LastIndexOf('.') + 1);
        return !last.IsEmpty && !last.ContainsAnyExceptInRange('0', '9');
    }
}
