using ProxyCapi.Capture;
using ProxyCapi.Configuration;

namespace ProxyCapi.Conversions.Consent;

/// <summary>Any banner: a cookie whose value fits a pattern. A no wins over a yes.</summary>
internal sealed class CookieSource(ConsentCookieOptions options) : IConsentSource
{
    private readonly ValuePattern[] _granted = [.. options.Granted.Select(pattern => new ValuePattern(pattern))];
    private readonly ValuePattern[] _denied = [.. options.Denied.Select(pattern => new ValuePattern(pattern))];

    public string Tag => "cookie";

    public ConsentState Read(ConsentRequest request) => request.StrictestRaw(ReadValue, options.Name);

    private ConsentState ReadValue(string raw)
    {
        var value = Uri.UnescapeDataString(raw);
        return IsAny(_denied) ? ConsentState.Denied : IsAny(_granted) ? ConsentState.Granted : ConsentState.Unknown;

        bool IsAny(ValuePattern[] patterns) => Array.Exists(patterns, pattern => pattern.IsMatch(raw) || pattern.IsMatch(value));
    }
}
