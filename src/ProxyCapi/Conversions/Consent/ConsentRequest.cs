using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using ProxyCapi.Capture;

namespace ProxyCapi.Conversions.Consent;

/// <summary>What a request says that consent can be read from.</summary>
internal sealed class ConsentRequest
{
    // Longer than any banner's cookie; what is longer is nobody's answer.
    private const int MaxLength = 8192;

    private readonly List<KeyValuePair<string, string>> _cookies = [];

    /// <summary>Reads the header fields of an exchange.</summary>
    public ConsentRequest(Exchange exchange)
        : this(exchange.RequestHeaders)
    {
    }

    /// <summary>Reads header fields.</summary>
    public ConsentRequest(IReadOnlyDictionary<string, StringValues> headers)
    {
        HasGlobalPrivacyControl = headers.TryGetValue("Sec-GPC", out var signal) && signal.ToString().Trim() == "1";
        if (!headers.TryGetValue(HeaderNames.Cookie, out var fields))
        {
            return;
        }

        // By hand: banners write braces, commas and quotes, which no parser of RFC 6265 takes.
        foreach (var pair in fields.SelectMany(field => (field ?? "").Split(';')))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && pair.Length <= MaxLength)
            {
                _cookies.Add(new(pair[..equals].Trim(), pair[(equals + 1)..].Trim().Trim('"')));
            }
        }
    }

    /// <summary>Whether the browser sends <c>Sec-GPC: 1</c>.</summary>
    public bool HasGlobalPrivacyControl { get; }

    /// <summary>A cookie's value as it stands.</summary>
    public string? RawCookie(string name)
    {
        foreach (var (key, value) in _cookies)
        {
            if (key.Equals(name, StringComparison.Ordinal))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>A cookie's value, unescaped once.</summary>
    public string? Cookie(string name) => RawCookie(name) is { } value ? Uri.UnescapeDataString(value) : null;

    /// <summary>The values, unescaped once, of the cookies whose name begins like this.</summary>
    public IEnumerable<(string Name, string Value)> CookiesFrom(string prefix) =>
        _cookies.Where(cookie => cookie.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(cookie => (cookie.Key, Uri.UnescapeDataString(cookie.Value)));
}
