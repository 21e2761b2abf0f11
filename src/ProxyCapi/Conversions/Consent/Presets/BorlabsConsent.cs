using System.Text.Json;

namespace ProxyCapi.Conversions.Consent.Presets;

/// <summary>
/// Borlabs Cookie: <c>borlabs-cookie</c> holds JSON with the services that were accepted, by group. Whoever accepted other marketing services only has
/// refused Meta's: the site's name of it must begin with meta or fb-pixel, or hold facebook.
/// </summary>
/// <remarks>https://borlabs.io/kb/ (cookie "borlabs-cookie").</remarks>
internal sealed class BorlabsConsent : IConsentSource
{
    public string Tag => "borlabs";

    public ConsentState Read(ConsentRequest request) => request.Strictest(ReadValue, "borlabs-cookie");

    private static ConsentState ReadValue(string text)
    {
        if (JsonCookie.Parse(text).Get("consents") is not { ValueKind: JsonValueKind.Object } consents)
        {
            return ConsentState.Unknown;
        }

        return (((JsonElement?)consents).Get("marketing").Texts() ?? []).Any(JsonCookie.IsMeta) ? ConsentState.Granted : ConsentState.Denied;
    }
}
