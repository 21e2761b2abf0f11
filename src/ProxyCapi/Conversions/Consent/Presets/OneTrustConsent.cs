namespace ProxyCapi.Conversions.Consent.Presets;

/// <summary>OneTrust: <c>OptanonConsent</c> holds a query whose <c>groups</c> are <c>C0001:1,C0004:0</c>.</summary>
/// <remarks>https://my.onetrust.com/articles/en_US/Knowledge/UUID-2dc719a8-4be5-8d16-1dc8-c7b4147b88e0 (OneTrust Cookies).</remarks>
internal sealed class OneTrustConsent(IReadOnlyList<string> required) : IConsentSource
{
    public string Tag => "onetrust";

    public ConsentState Read(ConsentRequest request)
    {
        // The cookie's parts are escaped one by one, and some sites escape the whole once more.
        var text = request.Cookie("OptanonConsent");
        if (text?.Contains("%3A", StringComparison.OrdinalIgnoreCase) == true)
        {
            text = Uri.UnescapeDataString(text);
        }

        var groups = text?.Split('&').FirstOrDefault(part => part.StartsWith("groups=", StringComparison.Ordinal))?["groups=".Length..].Split(',');
        if (groups is null || required.Count == 0)
        {
            return ConsentState.Unknown;
        }

        return required.Any(id => groups.Contains(id + ":0")) ? ConsentState.Denied
            : required.All(id => groups.Contains(id + ":1")) ? ConsentState.Granted
            : ConsentState.Unknown;
    }
}
