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
}
