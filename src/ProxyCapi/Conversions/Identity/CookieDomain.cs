namespace ProxyCapi.Conversions.Identity;

/// <summary>Where the identity cookies of a host stand (meta-capi.md section 6.5).</summary>
/// <param name="Name">The domain, or the host itself if a cookie cannot span more; <see langword="null"/>: no host.</param>
/// <param name="Attribute">The cookie's <c>Domain</c> attribute; <see langword="null"/>: none is written.</param>
/// <param name="SubdomainIndex">The index in <c>fb.&lt;index&gt;.…</c>: the number of dots of a domain, 0 for addresses.</param>
internal readonly record struct CookieDomain(string? Name, string? Attribute, int SubdomainIndex)
{
    /// <summary>The index of a value that is sent without being stored in a cookie (meta-capi.md section 6.1).</summary>
    public const int IndexWithoutCookie = 1;

    /// <summary>Cookies span the domain and what lies below it.</summary>
    public static CookieDomain Spanning(string domain) => new(domain, domain.Contains('.', StringComparison.Ordinal) ? domain : null, Dots(domain));

    /// <summary>Cookies belong to this host alone.</summary>
    public static CookieDomain HostOnly(string host) => new(host, null, Dots(host));

    /// <summary>Cookies belong to this address.</summary>
    public static CookieDomain OfAddress(string address) => new(address, null, 0);

    private static int Dots(string domain) => domain.AsSpan().Count('.');
}
