namespace ProxyCapi.Configuration;

/// <summary>
/// A proxy or content delivery network in front of the site that says in a header field who its client is. The field is believed only if the request
/// comes from one of its networks: anyone can write it (meta-capi.md section 6.6).
/// </summary>
public sealed class TrustedProxyOptions
{
    /// <summary>
    /// The product, by name and without case, for which the header field is known: <c>Cloudflare</c> (<c>CF-Connecting-IP</c>), <c>CloudFront</c>
    /// (<c>CloudFront-Viewer-Address</c>), <c>Fastly</c> (<c>Fastly-Client-IP</c>), <c>Akamai</c> (<c>True-Client-IP</c>), <c>AzureFrontDoor</c>
    /// (<c>X-Azure-ClientIP</c>), <c>XForwardedFor</c> (<c>X-Forwarded-For</c>).
    /// </summary>
    /// <value>The default value is <see langword="null"/>: <see cref="Header"/> says it, or else <c>X-Forwarded-For</c> is read.</value>
    public string? Preset { get; set; }

    /// <summary>Name of the header field, where it is another than the preset's. Of a list the last entry counts that is no trusted proxy itself.</summary>
    /// <value>The default value is <see langword="null"/>.</value>
    public string? Header { get; set; }

    /// <summary>
    /// The networks that its requests come from (<c>173.245.48.0/20</c>, <c>2400:cb00::/32</c>) or single addresses; at least one. The product's maker
    /// publishes them, and changes them: Cloudflare at https://www.cloudflare.com/ips/.
    /// </summary>
    public List<string> Networks { get; set; } = [];
}
