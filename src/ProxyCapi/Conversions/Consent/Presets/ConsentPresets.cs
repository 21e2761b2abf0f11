using ProxyCapi.Configuration;

namespace ProxyCapi.Conversions.Consent.Presets;

/// <summary>The presets by the names that an operator writes. A new one is a class and a line here.</summary>
internal static class ConsentPresets
{
    private static readonly (string Name, Func<ConsentOptions, IConsentSource> Create)[] Entries =
    [
        ("OneTrust", options => new OneTrustConsent(options.OneTrustGroups)),
        ("Cookiebot", _ => new CookiebotConsent()),
        ("Usercentrics", _ => new UsercentricsConsent()),
        ("Complianz", _ => new ComplianzConsent()),
        ("CookieYes", _ => new CookieYesConsent()),
        ("Iubenda", _ => new IubendaConsent()),
        ("Borlabs", _ => new BorlabsConsent()),
        ("Didomi", _ => new DidomiConsent()),
        ("GoogleConsentMode", _ => new GoogleConsentMode()),
        ("Tcf", options => new TcfConsent(options)),
        ("Gpp", options => new GppConsent(options)),
        ("WooCommerce", _ => new WooCommerceConsent()),
    ];

    /// <summary>The names.</summary>
    public static IEnumerable<string> Names => Entries.Select(entry => entry.Name);

    /// <summary>All of them.</summary>
    public static IEnumerable<IConsentSource> All(ConsentOptions options) => Entries.Select(entry => entry.Create(options));

    /// <summary>One of them, by its name without case.</summary>
    public static IConsentSource? Find(string name, ConsentOptions options) =>
        Array.Find(Entries, entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Create?.Invoke(options);
}
