namespace ProxyCapi.Conversions.Consent.Presets;

/// <summary>
/// OneTrust: <c>OptanonConsent</c> holds a query whose <c>groups</c> are <c>C0001:1,C0004:0</c>. On sites of IAB's TCF a stack such as <c>V2STACK42</c> stands
/// in place of the group for advertising: refused it is a no, and what it allows is said by the TC string beside it (<see cref="TcfConsent"/>).
/// </summary>
/// <remarks>https://my.onetrust.com/articles/en_US/Knowledge/UUID-2dc719a8-4be5-8d16-1dc8-c7b4147b88e0 (OneTrust Cookies).</remarks>
internal sealed class OneTrustConsent(IReadOnlyList<string> required) : IConsentSource
{
    private const string Groups = "groups=";
    private const string AdvertisingStack = "STACK42";

    public string Tag => "onetrust";

    public ConsentState Read(ConsentRequest request) => request.StrictestRaw(ReadValue, "OptanonConsent");

    // Split before it is unescaped: among the parts is the address of a page, and whoever makes a link must not give a visitor's consent with it.
    private ConsentState ReadValue(string raw)
    {
        // Some sites escape the whole once more.
        var text = raw.Contains('=', StringComparison.Ordinal) ? raw : Uri.UnescapeDataString(raw);
        return text.Split('&')
            .Where(part => part.StartsWith(Groups, StringComparison.Ordinal))
            .Select(part => ReadGroups(Unescape(part[Groups.Length..]).Split(',')))
            .DefaultIfEmpty(ConsentState.Unknown)
            .Max();
    }

    private ConsentState ReadGroups(string[] groups) =>
        groups.Any(group => group.EndsWith(AdvertisingStack + ":0", StringComparison.Ordinal)) || required.Any(id => groups.Contains(id + ":0")) ? ConsentState.Denied
        : required.Count > 0 && required.All(id => groups.Contains(id + ":1")) ? ConsentState.Granted
        : ConsentState.Unknown;

    private static string Unescape(string text)
    {
        var once = Uri.UnescapeDataString(text);
        return once.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(once) : once;
    }
}
