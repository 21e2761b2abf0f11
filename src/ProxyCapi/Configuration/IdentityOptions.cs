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
    /// Whether <c>_fbp</c> and <c>_fbc</c> are set on pages for visitors that lack them, so that the click that brought them and the browser are
    /// known to Meta's pixel and to every later event. Only with consent, and only on answers that no shared cache may store (<c>private</c> or
    /// <c>no-store</c>).
    /// </summary>
    /// <value>The default value is <see langword="false"/>: no byte of an answer is changed.</value>
    public bool SetCookies { get; set; }

    /// <summary>
    /// The domains that cookies stand on (<c>shop.example</c>), where it should be another than the Public Suffix List says. Of several that fit a host
    /// the longest counts.
    /// </summary>
    /// <value>The default value is none.</value>
    public List<string> CookieDomains { get; set; } = [];

    /// <summary>
    /// Names of query parameters, without case, that are taken out of every address that is sent, beside those that are known to hold personal data or
    /// secrets.
    /// </summary>
    /// <value>The default value is empty.</value>
    public List<string> PrivateQueryKeys { get; set; } = [];

    /// <summary>
    /// Proxies and content delivery networks, by a name of the operator's, whose word on the client's address is believed. Only needed for what ASP.NET's
    /// forwarded headers (in the gateway: <c>Gateway:TrustedProxies</c>) have not resolved already.
    /// </summary>
    /// <value>The default value is none: the client is who sent the request.</value>
    public Dictionary<string, TrustedProxyOptions> TrustedProxies { get; set; } = new(StringComparer.OrdinalIgnoreCase);
}
