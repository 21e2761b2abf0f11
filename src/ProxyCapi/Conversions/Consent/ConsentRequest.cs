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

    /// <summary>
    /// The strictest answer of all cookies with one of these names, their values unescaped once. Nobody can tell which of several a banner wrote last, and
    /// one that cannot be read does not hide another.
    /// </summary>
    public ConsentState Strictest(Func<string, ConsentState> read, params ReadOnlySpan<string> names) =>
        StrictestRaw(value => read(Uri.UnescapeDataString(value)), names);

    /// <summary>The same of the values as they stand.</summary>
    public ConsentState StrictestRaw(Func<string, ConsentState> read, params ReadOnlySpan<string> names)
    {
        var state = ConsentState.Unknown;
        foreach (var name in names)
        {
            foreach (var value in _cookies.All(name))
            {
                state = Stricter(state, read(value));
            }
        }

        return state;
    }

    /// <summary>The values, unescaped once, of the cookies whose name begins like this.</summary>
    public IEnumerable<(string Name, string Value)> CookiesFrom(string prefix) =>
        _cookies.From(prefix).Select(cookie => (cookie.Name, Uri.UnescapeDataString(cookie.Value)));

    private static ConsentState Stricter(ConsentState one, ConsentState other) => one > other ? one : other;
}
