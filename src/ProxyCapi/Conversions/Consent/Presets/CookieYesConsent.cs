namespace ProxyCapi.Conversions.Consent.Presets;

/// <summary>CookieYes: <c>cookieyes-consent</c> holds <c>consentid:…,consent:yes,action:yes,…,advertisement:no</c>. Without an action a yes is only a default.</summary>
/// <remarks>https://www.cookieyes.com/cookies-installed-by-cookieyes-and-their-purposes/.</remarks>
internal sealed class CookieYesConsent : IConsentSource
{
    public string Tag => "cookieyes";

    public ConsentState Read(ConsentRequest request) => request.Strictest(ReadValue, "cookieyes-consent");

    private static ConsentState ReadValue(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        return parts.Contains("advertisement:no") ? ConsentState.Denied
            : parts.Contains("advertisement:yes") && parts.Contains("action:yes") ? ConsentState.Granted
            : ConsentState.Unknown;
    }
}
