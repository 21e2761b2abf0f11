using System.Text.Json;

namespace ProxyCapi.Conversions.Consent.Presets;

/// <summary>
/// Usercentrics, and Cookiebot on its version 3: <c>ucData</c> and <c>uc_settings</c> hold the services and their state. The banner keeps them in the
/// browser's storage: the site must copy them into cookies of the same names for a server to see them.
/// </summary>
/// <remarks>https://usercentrics.com/docs/web/features/api/control-functionality/ and the storage types of the package @usercentrics/cmp-browser-sdk.</remarks>
internal sealed class UsercentricsConsent : IConsentSource
{
    public string Tag => "usercentrics";

    public ConsentState Read(ConsentRequest request)
    {
        var version3 = request.Strictest(text => ReadVersion3(JsonCookie.Parse(text)), "ucData");
        return version3 != ConsentState.Unknown ? version3 : request.Strictest(text => ReadVersion2(JsonCookie.Parse(text)), "uc_settings");
    }

    // { "consent": { "services": { "<id>": { "name": "Facebook Pixel", "consent": true } } }, "gcm": { "adStorage": "granted", … } }
    private static ConsentState ReadVersion3(JsonElement? data)
    {
        var services = data.Get("consent").Get("services") is { ValueKind: JsonValueKind.Object } entries
            ? Strictest(entries.EnumerateObject().Select(service => service.Value), "consent")
            : ConsentState.Unknown;
        return services != ConsentState.Unknown ? services : data.Get("gcm").Get("adStorage").Flag().ToState();
    }

    // { "services": [ { "id": "…", "name": "Facebook Pixel", "status": true, "history": [ … ] } ] }
    private static ConsentState ReadVersion2(JsonElement? data) =>
        data.Get("services") is { ValueKind: JsonValueKind.Array } services ? Strictest(services.EnumerateArray(), "status") : ConsentState.Unknown;

    // Pixel, social plug-ins, login: the site names them as it likes, so a no to one of them is a no.
    private static ConsentState Strictest(IEnumerable<JsonElement> services, string answer) => services
        .Select(service => (JsonElement?)service)
        .Where(IsNamedMeta)
        .Select(service => service.Get(answer).Flag().ToState())
        .DefaultIfEmpty(ConsentState.Unknown)
        .Max();

    private static bool IsNamedMeta(JsonElement? entry) => entry.Get("name") is { ValueKind: JsonValueKind.String } name && JsonCookie.IsMeta(name.GetString()!);
}
