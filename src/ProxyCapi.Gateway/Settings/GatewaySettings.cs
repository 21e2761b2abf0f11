using System.Net;
using ProxyCapi.Configuration;

namespace ProxyCapi.Gateway.Settings;

/// <summary>Section <c>Gateway</c>, read once at start-up.</summary>
internal sealed class GatewaySettings
{
    /// <summary>Name of the section.</summary>
    public const string SectionName = "Gateway";

    /// <summary>YARP's own section, used in place of <see cref="Origin"/>.</summary>
    public const string ReverseProxySectionName = "ReverseProxy";

    /// <summary>The site that everything goes to; <see langword="null"/> if section <c>ReverseProxy</c> says where.</summary>
    public Uri? Origin { get; init; }

    /// <summary>
    /// Whether the site sees the <c>Host</c> that the client asked for. The default is <see langword="true"/>: a shop builds its links, cookies and
    /// redirects from it. Set it to <see langword="false"/> for an origin that is chosen by its own name, behind a CDN for example.
    /// </summary>
    public bool PreserveHost { get; init; } = true;

    /// <summary>Peers whose <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> are believed. The default is nobody, not even loopback.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>What has to be corrected; the other values are only good if it is empty.</summary>
    public IReadOnlyList<ConfigurationFailure> Failures { get; init; } = [];

    /// <summary>Reads and checks.</summary>
    public static GatewaySettings Read(IConfiguration configuration) => new GatewaySettingsReader(configuration).Read();
}
