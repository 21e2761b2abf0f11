namespace ProxyCapi.Configuration;

/// <summary>Who may be reported, and where a visitor's answer is read. Checked before anything is stored.</summary>
public sealed class ConsentOptions
{
    /// <summary>Whether silence is a yes.</summary>
    /// <value>The default value is <see cref="ConsentMode.NotRequired"/>: a known banner's no is a no, everything else a yes.</value>
    public ConsentMode Mode { get; set; } = ConsentMode.NotRequired;

    /// <summary>
    /// Names of presets (<c>OneTrust</c>, <c>Cookiebot</c>, <c>Usercentrics</c>, <c>Complianz</c>, <c>CookieYes</c>, <c>Iubenda</c>, <c>Borlabs</c>,
    /// <c>Didomi</c>, <c>GoogleConsentMode</c>, <c>Tcf</c>, <c>Gpp</c>, <c>WooCommerce</c>) and of <see cref="Cookies"/>. The first that has an answer decides.
    /// </summary>
    /// <value>The default value is empty: <see cref="Cookies"/> and all presets are asked, and the strictest answer decides.</value>
    public List<string> Sources { get; set; } = [];

    /// <summary>Banners without a preset, by a name of the operator's choice.</summary>
    public Dictionary<string, ConsentCookieOptions> Cookies { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What the browser's <c>Sec-GPC: 1</c>, or the same signal in a GPP string, does. It is looked at beside <see cref="Sources"/>.</summary>
    /// <value>The default value is <see cref="OptOutTreatment.LimitedDataUse"/>.</value>
    public OptOutTreatment GlobalPrivacyControl { get; set; } = OptOutTreatment.LimitedDataUse;

    /// <summary>What an opt-out in a US section of the GPP string does.</summary>
    /// <value>The default value is <see cref="OptOutTreatment.Deny"/>.</value>
    public OptOutTreatment UsOptOut { get; set; } = OptOutTreatment.Deny;

    /// <summary><c>data_processing_options_country</c> of limited events: 0 lets Meta locate the visitor, 1 is the US.</summary>
    /// <value>The default value is 0.</value>
    public int LimitedDataUseCountry { get; set; }

    /// <summary><c>data_processing_options_state</c> of limited events: 0 with country 0, else a state's number from 1000 to 1013.</summary>
    /// <value>The default value is 0.</value>
    public int LimitedDataUseState { get; set; }

    /// <summary>Purposes of the TCF, beside purpose 1, that must have consent: numbers from 2 to 11.</summary>
    /// <value>The default value is 3, 4 and 7: a profile for advertising, its use, and measuring it.</value>
    public List<string> TcfPurposes { get; set; } = ["3", "4", "7"];

    /// <summary>Number of a vendor of the TCF's list that must have consent too; 0: no vendor is looked for, as Meta's pixel is not on the list.</summary>
    /// <value>The default value is 0.</value>
    public int TcfVendor { get; set; }

    /// <summary>OneTrust's groups that must all be on.</summary>
    /// <value>The default value is <c>C0004</c>, targeting.</value>
    public List<string> OneTrustGroups { get; set; } = ["C0004"];
}
