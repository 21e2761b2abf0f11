namespace ProxyCapi.Extraction.Discovery;

/// <summary>
/// Where a page says what it says, best first: of two sources that speak of the same event the better one wins each field, the other fills gaps
/// (shop-pages.md section 2).
/// </summary>
internal enum CandidateSource
{
    /// <summary>A call of the Meta pixel, or its image.</summary>
    Pixel,

    /// <summary>The data from which a plug-in makes its pixel calls in the browser.</summary>
    PlugIn,

    /// <summary>A tag manager's data layer.</summary>
    DataLayer,

    /// <summary>A call of <c>gtag</c>.</summary>
    Gtag,

    /// <summary>An order embedded as JSON, in a script or an attribute.</summary>
    EmbeddedJson,

    /// <summary>A schema.org <c>Order</c> in JSON-LD.</summary>
    JsonLd,

    /// <summary>A schema.org <c>Order</c> in microdata.</summary>
    Microdata,

    /// <summary>The JSON of an API's request and answer.</summary>
    JsonBody,
}
