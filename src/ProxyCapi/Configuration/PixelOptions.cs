namespace ProxyCapi.Configuration;

/// <summary>One Meta pixel (dataset) and how to report to it.</summary>
public sealed class PixelOptions
{
    /// <summary>The pixel's (dataset's) number, 1 to 20 digits. Required.</summary>
    public string Id { get; set; } = "";

    /// <summary>
    /// Access token of a system user with access to the pixel, printable ASCII without blanks. Required in
    /// <see cref="ProxyCapiMode.Live"/>. It travels in the
    /// request header only, never in a URL, and is never logged. Keep it in the environment or a secret store.
    /// </summary>
    public string? AccessToken { get; set; }

    /// <summary>
    /// The app's secret, for apps with "require app secret" on; <c>appsecret_proof</c> is derived from it (meta-capi.md section 1.1).
    /// </summary>
    /// <value>The default value is <see langword="null"/>: no proof is sent.</value>
    public string? AppSecret { get; set; }

    /// <summary>
    /// Shows the events in Events Manager's Test Events tab. They are still processed like any other, so take it out for production
    /// (meta-capi.md section 1.1).
    /// </summary>
    public string? TestEventCode { get; set; }

    /// <summary>
    /// Hosts whose events go to this pixel: <c>shop.example</c>, or <c>*.shop.example</c> for its subdomains; without scheme, port and path.
    /// </summary>
    /// <value>The default value is empty: every host.</value>
    public List<string> Hosts { get; set; } = [];
}
