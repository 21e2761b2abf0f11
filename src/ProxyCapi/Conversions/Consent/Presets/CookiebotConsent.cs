namespace ProxyCapi.Conversions.Consent.Presets;

/// <summary>Cookiebot: <c>CookieConsent</c> holds <c>{stamp:'…',necessary:true,…,marketing:false,method:'explicit',…}</c>, or -1 where no consent is needed, or 0 after a no to everything.</summary>
/// <remarks>https://www.cookiebot.com/en/developer (reading the state on the server).</remarks>
internal sealed class CookiebotConsent : IConsentSource
{
    public string Tag => "cookiebot";

    public ConsentState Read(ConsentRequest request) => request.Strictest(ReadValue, "CookieConsent");

    private static ConsentState ReadValue(string text)
    {
        if (text == "-1")
        {
            return ConsentState.Granted;
        }

        if (text == "0")
        {
            return ConsentState.Denied;
        }

        if (text is not ['{', .., '}'])
        {
            return ConsentState.Unknown;
        }

        var parts = text[1..^1].Split(',', StringSplitOptions.TrimEntries);
        return parts.Contains("marketing:false") ? ConsentState.Denied : parts.Contains("marketing:true") ? ConsentState.Granted : ConsentState.Unknown;
    }
}
