namespace ProxyCapi.Conversions.Consent.Presets;

/// <summary>
/// Google's consent mode: <c>ad_storage</c> and <c>ad_user_data</c>, as JSON in a cookie named <c>consentMode</c>, <c>consent_mode</c> or
/// <c>google_consent_mode</c>, or as <c>gcs</c> (<c>G111</c>, whose first digit after the one is ad storage). Google names the fields but no cookie: the
/// names are those that sites use to keep the state.
/// </summary>
/// <remarks>https://developers.google.com/tag-platform/security/guides/consent and /concepts/consent-mode.</remarks>
internal sealed class GoogleConsentMode : IConsentSource
{
    private static readonly string[] Names = ["consentMode", "consent_mode", "google_consent_mode", "gcs"];

    public string Tag => "google_consent_mode";

    public ConsentState Read(ConsentRequest request) => request.Strictest(ReadValue, Names);

    private static ConsentState ReadValue(string value)
    {
        if (value is ['G', '1', var ads and ('0' or '1'), '0' or '1' or '-'])
        {
            return ads == '1' ? ConsentState.Granted : ConsentState.Denied;
        }

        var mode = JsonCookie.Parse(value);
        var storage = mode.Get("ad_storage").Flag();
        var userData = mode.Get("ad_user_data").Flag();
        return storage == false || userData == false ? ConsentState.Denied : storage == true ? ConsentState.Granted : ConsentState.Unknown;
    }
}
