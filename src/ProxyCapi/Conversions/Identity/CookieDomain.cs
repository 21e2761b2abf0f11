namespace ProxyCapi.Conversions.Identity;

/// <summary>The domain that a host's cookies stand on, and its index in <c>fbp</c> and <c>fbc</c> (meta-capi.md sections 6.1 and 6.5).</summary>
/// <param name="Name">The domain; empty if there is no host.</param>
/// <param name="SubdomainIndex">The number of dots in <paramref name="Name"/>; 0 for addresses and localhost.</param>
/// <param name="Attribute">What the cookie's <c>Domain</c> says; <see langword="null"/>: it has none.</param>
internal sealed record CookieDomain(string Name, int SubdomainIndex, string? Attribute)
{
    /// <summary>Configured domains first, the longest that fits; else the registrable domain; else the host itself.</summary>
    /// <param name="host">The request's host, with or without a port.</param>
    /// <param name="configured">Domains as an operator writes them; schemes, ports and leading dots do no harm.</param>
    public static CookieDomain Of(string? host, IEnumerable<string> configured)
    {
        var name = HostName.Clean(host ?? "");
        if (name.Length == 0)
        {
            return new CookieDomain("", 0, null);
        }

        if (HostName.IsAddress(name) || name == "localhost")
        {
            return new CookieDomain(name, 0, null);
        }

        var ascii = HostName.ToAscii(name);
        var domain = configured.Select(entry => HostName.ToAscii(HostName.Clean(entry)))
            .Where(entry => entry.Length > 0 && (ascii == entry || ascii.EndsWith("." + entry, StringComparison.Ordinal)))
            .MaxBy(entry => entry.Length);
        return (domain ?? PublicSuffixList.RegistrableDomain(ascii)) is { } found ? Named(found) : new CookieDomain(ascii, Dots(ascii), null);
    }

    /// <summary>A domain that somebody else found.</summary>
    public static CookieDomain Named(string domain) => new(domain, Dots(domain), domain);

    private static int Dots(string name) => name.Count(character => character == '.');
}
