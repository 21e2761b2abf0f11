namespace ProxyCapi.Configuration;

/// <summary>How the buyer is recognised.</summary>
public sealed class IdentityOptions
{
    /// <summary>
    /// ISO 3166-1 alpha-2 code of the site's country: national phone numbers are read as numbers of this country when the order names none
    /// (meta-capi.md section 5.3, E2).
    /// </summary>
    /// <value>The default value is <see langword="null"/>: numbers without a country code are sent as they are.</value>
    public string? DefaultCountry { get; set; }

    /// <summary>
    /// Domains on which the site's cookies stand, for the subdomain index of <c>fbc</c> and <c>fbp</c> (meta-capi.md section 6.5). The longest that
    /// fits the request's host wins.
    /// </summary>
    /// <value>The default value is empty: the registrable domain by the Public Suffix List.</value>
    public List<string> CookieDomains { get; set; } = [];
}
