namespace ProxyCapi.Conversions.Consent.Presets;

/// <summary>Complianz: <c>cmplz_marketing</c> is <c>allow</c> or <c>deny</c>.</summary>
/// <remarks>https://complianz.io/developers-guide-for-third-party-integrations (cookies, and their prefix on the root of a multisite).</remarks>
internal sealed class ComplianzConsent : IConsentSource
{
    public string Tag => "complianz";

    public ConsentState Read(ConsentRequest request) =>
        request.Strictest(
            value => value switch { "allow" => ConsentState.Granted, "deny" => ConsentState.Denied, _ => ConsentState.Unknown }, "cmplz_marketing", "cmplz_rt_marketing");
}
