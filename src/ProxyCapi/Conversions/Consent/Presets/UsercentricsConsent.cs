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
        var version3 = ReadVersion3(JsonCookie.Parse(request.Cookie("ucData")));
        return version3 != ConsentState.Unknown ? version3 : ReadVersion2(JsonCookie.Parse(request.Cookie("uc_settings")));
    }

    // { "consent": { "services": { "<id>": { "name": "Facebook Pixel", "consent": true } } }, "gcm": { "adStorage": "granted", … } }
    private static ConsentState ReadVersion3(JsonElement? data)
    {
        if (data.Get("consent").Get("services") is { ValueKind: JsonValueKind.Object } services)
        {
            foreach (var service in services.EnumerateObject())
            {
                JsonElement? entry = service.Value;
                if (IsNamedMeta(entry))
                {
                    return entry.Get("consent").Flag().ToState();
                }
            }
        }

        return data.Get("gcm").Get("adStorage").Flag().ToState();
    }

    // { "services": [ { "id": "…", "name": "Facebook Pixel", "status": true, "history": [ … ] } ] }
    private static ConsentState ReadVersion2(JsonElement? data)
    {
        if (data.Get("services") is not { ValueKind: JsonValueKind.Array } services)
        {
            return ConsentState.Unknown;
        }

        foreach (var service in services.EnumerateArray())
        {
            JsonElement? entry = service;
            if (IsNamedMeta(entry))
            {
                return entry.Get("status").Flag().ToState();
            }
        }

        return ConsentState.Unknown;
    }

    private static bool IsNamedMeta(JsonElement? entry) => entry.Get("name") is { ValueKind: JsonValueKind.String } name && JsonCookie.IsMeta(name.GetString()!);
}
