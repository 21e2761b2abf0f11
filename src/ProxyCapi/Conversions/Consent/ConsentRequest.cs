using Microsoft.Extensions.Primitives;
using ProxyCapi.Capture;

namespace ProxyCapi.Conversions.Consent;

/// <summary>What a request says that consent can be read from.</summary>
internal sealed class ConsentRequest
{
    private readonly RequestCookies _cookies;

    /// <summary>Reads the header fields of an exchange.</summary>
    public ConsentRequest(Exchange exchange)
        : this(exchange.RequestHeaders)
    {
    }

    /// <summary>Reads header fields.</summary>
    public ConsentRequest(IReadOnlyDictionary<string, StringValues> headers)
    {
        HasGlobalPrivacyControl = headers.TryGetValue("Sec-GPC", out var signal) && signal.ToString().Trim() == "1";
        _cookies = new RequestCookies(headers);
    }

    /// <summary>Whether the browser sends <c>Sec-GPC: 1</c>.</summary>
    public bool HasGlobalPrivacyControl { get; }

    /// <summary>A cookie's value as it stands.</summary>
    public string? RawCookie(string name) => _cookies.Find(name);

    /// <summary>A cookie's value, unescaped once.</summary>
    public string? Cookie(string name) => RawCookie(name) is { } value ? Uri.UnescapeDataString(value) : null;

    /// <summary>The values, unescaped once, of the cookies whose name begins like this.</summary>
    public IEnumerable<(string Name, string Value)> CookiesFrom(string prefix) =>
        _cookies.From(prefix).Select(cookie => (cookie.Name, Uri.UnescapeDataString(cookie.Value)));
}
