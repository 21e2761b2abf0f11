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

    public ConsentState Read(ConsentRequest request)
    {
        foreach (var (name, value) in request.CookiesFrom(Prefix))
        {
            // "-granular" and "-uspr" hold other things; an "s" marks a cookie of the whole domain.
            if (name.AsSpan(Prefix.Length).TrimStart('s') is { Length: > 0 } site && !site.ContainsAnyExceptInRange('0', '9'))
            {
                var data = JsonCookie.Parse(value);
                var state = (data.Get("purposes") is { } purposes ? ((System.Text.Json.JsonElement?)purposes).Get(Marketing) : data.Get("consent")).Flag().ToState();
                if (state != ConsentState.Unknown)
                {
                    return state;
                }
            }
        }

        return ConsentState.Unknown;
    }
}
