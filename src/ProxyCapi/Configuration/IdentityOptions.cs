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
    /// Names of query parameters, without case, that are taken out of every address that is sent, beside those that are known to hold personal data or
    /// secrets.
    /// </summary>
    /// <value>The default value is empty.</value>
    public List<string> PrivateQueryKeys { get; set; } = [];
}
