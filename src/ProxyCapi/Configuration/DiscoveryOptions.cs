namespace ProxyCapi.Configuration;

/// <summary>Reading a conversion from a page without a rule.</summary>
public sealed class DiscoveryOptions
{
    /// <summary>Whether pages without a rule are searched for conversions.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>The events that may be reported from a page without a rule.</summary>
    /// <value>The default value is Purchase, Lead, InitiateCheckout, AddToCart and ViewContent.</value>
    public List<string> Events { get; set; } = [];

    /// <summary>Name of the page's data layer.</summary>
    /// <value>The default value is <see langword="null"/>: <c>dataLayer</c>, or whatever name is handed to the tag manager.</value>
    public string? DataLayer { get; set; }

    /// <summary>
    /// Texts that stand in pages with a conversion and nowhere else: for pages that say their order in a way of their own, so that they are
    /// looked at. ASCII, at least four characters each.
    /// </summary>
    /// <value>The default value is none: the markers of known trackers and shops are always looked for.</value>
    public List<string> Markers { get; set; } = [];
}
