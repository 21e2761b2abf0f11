namespace ProxyCapi.Configuration;

/// <summary>How to reach Meta's Graph API.</summary>
public sealed class GraphOptions
{
    /// <summary>
    /// Scheme and host of the Graph API, nothing after the host. Redirects are never followed. Plain <c>http</c> only for loopback hosts: the
    /// token must not travel in clear.
    /// </summary>
    /// <value>The default value is <c>https://graph.facebook.com</c>.</value>
    public string BaseAddress { get; set; } = "https://graph.facebook.com";

    /// <summary>Graph API version, <c>v</c> + major + <c>.</c> + minor (meta-capi.md section 1).</summary>
    /// <value>The default value is <c>v26.0</c>.</value>
    public string Version { get; set; } = "v26.0";

    /// <summary>How long one request may take, from 1 second to 5 minutes.</summary>
    /// <value>
    /// The default value is 30 seconds. Short values manufacture doubt: a request that was cut off may have been processed.
    /// </value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}
