using ProxyCapi.Configuration.Binding;

namespace ProxyCapi.Configuration;

/// <summary>
/// Everything an operator can say about ProxyCapi: configuration section <c>ProxyCapi</c>.
/// </summary>
/// <remarks>
/// Collections that an operator may want to override one by one (from an environment variable, say) are dictionaries
/// keyed by a name of the operator's choice.
/// </remarks>
public sealed class ProxyCapiOptions
{
    /// <summary>The configuration section that <c>AddProxyCapi()</c> binds.</summary>
    public const string SectionName = "ProxyCapi";

    /// <summary>Whether events are sent, only built, or not even looked for.</summary>
    /// <value>The default value is <see cref="ProxyCapiMode.Live"/>.</value>
    public ProxyCapiMode Mode { get; set; } = ProxyCapiMode.Live;

    /// <summary>Folder for everything ProxyCapi keeps on disk; relative paths start at the content root.</summary>
    /// <value>The default value is <c>data</c>.</value>
    public string DataDirectory { get; set; } = "data";

    /// <summary>The Meta pixels (datasets) that events go to, by a name of the operator's choice.</summary>
    public Dictionary<string, PixelOptions> Pixels { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How to reach the Graph API.</summary>
    public GraphOptions Graph { get; set; } = new();

    /// <summary>Reading conversions from pages without a rule.</summary>
    public DiscoveryOptions Discovery { get; set; } = new();

    /// <summary>The rules, by a name of the operator's choice. Names appear in logs and metrics.</summary>
    public Dictionary<string, RuleOptions> Rules { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Who may be reported.</summary>
    public ConsentOptions Consent { get; set; } = new();

    /// <summary>What no customer is behind.</summary>
    public NoiseOptions Noise { get; set; } = new();

    /// <summary>How the buyer is recognised.</summary>
    public IdentityOptions Identity { get; set; } = new();

    /// <summary>What is remembered of one visitor between landing and paying.</summary>
    public JourneyOptions Journeys { get; set; } = new();

    /// <summary>How events are batched and sent.</summary>
    public DeliveryOptions Delivery { get; set; } = new();

    /// <summary>Limits of what is copied from the traffic.</summary>
    public CaptureOptions Capture { get; set; } = new();

    /// <summary>The operator's listener of the ready-made gateway.</summary>
    public AdminOptions Admin { get; set; } = new();

    /// <summary>How these options were written; carried along because an options pipeline has no other way to hand failures on.</summary>
    internal BindingReport Binding { get; } = new();
}
