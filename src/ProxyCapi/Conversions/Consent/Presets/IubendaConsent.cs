using System.Text.Json;

namespace ProxyCapi.Conversions.Consent.Presets;

/// <summary>
/// Iubenda: <c>_iub_cs-&lt;site&gt;</c> holds JSON with <c>purposes</c> by number, of which 5 is marketing; without purposes, one <c>consent</c> for all.
/// </summary>
/// <remarks>https://www.iubenda.com/en/help/1205-how-to-configure-your-cookie-solution-advanced-guide.</remarks>
internal sealed class IubendaConsent : IConsentSource
{
    private const string Prefix = "_iub_cs-";
    private const string Marketing = "5";

    public string Tag => "iubenda";

    // One site may have several: of the host and of the whole domain, or of a policy that was replaced.
    public ConsentState Read(ConsentRequest request) =>
        request.CookiesFrom(Prefix).Where(cookie => IsAnswer(cookie.Name)).Select(cookie => ReadValue(cookie.Value)).DefaultIfEmpty(ConsentState.Unknown).Max();

    // "-granular" and "-uspr" hold other things; an "s" marks a cookie of the whole domain.
    private static bool IsAnswer(string name) =>
        name.AsSpan(Prefix.Length).TrimStart('s') is { Length: > 0 } site && !site.ContainsAnyExceptInRange('0', '9');

    private static ConsentState ReadValue(string text)
    {
        var data = JsonCookie.Parse(text);
        var answer = data.Get("purposes") is { } purposes ? ((JsonElement?)purposes).Get(Marketing) : data.Get("consent");
        return answer.Flag().ToState();
    }
}
