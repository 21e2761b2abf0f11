namespace ProxyCapi.Extraction.Discovery.Bodies;

/// <summary>The unit in which an API states an amount.</summary>
internal enum AmountUnit
{
    /// <summary>Nothing says it: <c>6450</c> may be 6450 pounds or 64.50.</summary>
    Unsaid,

    /// <summary>The currency's own unit.</summary>
    Major,

    /// <summary>Cents and their like.</summary>
    Minor,
}
