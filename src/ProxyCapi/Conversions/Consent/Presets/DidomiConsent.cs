using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace ProxyCapi.Conversions.Consent.Presets;

/// <summary>Didomi: <c>didomi_token</c> holds base64 of JSON with purposes and vendors, <c>enabled</c> and <c>disabled</c>. The binary <c>didomi_dcs</c> is not read.</summary>
/// <remarks>https://support.didomi.io/en/didomi-cookies-storage-1 and https://developers.didomi.io/cmp/web-sdk/consent-notice/cookies.</remarks>
internal sealed class DidomiConsent : IConsentSource
{
    private static readonly string[] Advertising =
        ["advertising_personalization", "create_ads_profile", "select_personalized_ads", "measure_ad_performance", "marketing"];

    public string Tag => "didomi";

    public ConsentState Read(ConsentRequest request) => request.Strictest(ReadToken, "didomi_token");

    private static ConsentState ReadToken(string text)
    {
        var token = JsonCookie.Parse(Decode(text));
        var vendors = Split(token.Get("vendors"), JsonCookie.IsMeta);
        var purposes = Split(token.Get("purposes"), purpose => Advertising.Contains(purpose));
        // Purpose 1 of the TCF, to store anything at all: a no to it is a no, but a yes to it says nothing of advertising.
        var storage = Split(token.Get("purposes"), purpose => purpose == "cookies");
        return vendors.IsOff || purposes.IsOff || storage.IsOff ? ConsentState.Denied
            : purposes.IsOn ? ConsentState.Granted
            : ConsentState.Unknown;
    }

    private static (bool IsOn, bool IsOff) Split(JsonElement? lists, Func<string, bool> isAsked) =>
        ((lists.Get("enabled").Texts() ?? []).Any(isAsked), (lists.Get("disabled").Texts() ?? []).Any(isAsked));

    private static string? Decode(string text) => Base64.IsValid(text) ? Encoding.UTF8.GetString(Convert.FromBase64String(text)) : null;
}
