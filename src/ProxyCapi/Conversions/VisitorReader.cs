using System.Collections.Frozen;
using System.Net;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using ProxyCapi.Capture;
using ProxyCapi.Conversions.Identity;
using ProxyCapi.Conversions.Urls;

namespace ProxyCapi.Conversions;

/// <summary>What an exchange itself says of its visitor: address, agent, Meta's cookies, the page (meta-capi.md section 6).</summary>
/// <param name="exchange">The exchange.</param>
/// <param name="client">The client's address, after everybody who is trusted with it was asked.</param>
/// <param name="privateQueryKeys">Names of query parameters that no address may carry.</param>
internal sealed class VisitorReader(Exchange exchange, IPAddress? client, FrozenSet<string>? privateQueryKeys = null)
{
    private const int MaxUserAgent = 1024;

    // Three cookies are looked for: the header is read once.
    private readonly RequestCookies _cookies = new(exchange.RequestHeaders);

    /// <summary>Fills the fields that are never hashed.</summary>
    /// <param name="source">The event.</param>
    /// <param name="page">The page's address, if the rule says it.</param>
    public void Fill(ServerEvent source, string? page)
    {
        var referer = Header(HeaderNames.Referer);
        var isPage = IsPage();
        source.EventSourceUrl = Clean(page)
            ?? Clean(isPage ? RequestUrl : referer)
            ?? Clean($"{exchange.Scheme}://{exchange.Host}/");
        source.ReferrerUrl = isPage ? Clean(referer) : null;
        source.UserData.ClientIpAddress = ClientAddress.Resolve(Cookie(IdentityCookieNames.Fbi), client);
        source.UserData.ClientUserAgent = Header(HeaderNames.UserAgent)?.Trim() is { Length: > 0 } agent ? agent[..Math.Min(agent.Length, MaxUserAgent)] : null;
        source.UserData.Fbp = FbpResolver.Read(Cookie(IdentityCookieNames.Fbp)).Value;

        // No cookie is written, so the index is the one for that case (section 6.1).
        source.UserData.Fbc = FbcResolver.Resolve(
            ClickId.Find(exchange.QueryString, referer), Cookie(IdentityCookieNames.Fbc), CookieDomain.IndexWithoutCookie, exchange.ReceivedAt).Value;
    }

    private string? Clean(string? address) => UrlCleaner.Clean(address, privateQueryKeys);

    private string RequestUrl => $"{exchange.Scheme}://{exchange.Host}{exchange.Path}{exchange.QueryString}";

    /// <summary>Whether the shopper's browser shows the answer; else a script asked, and the page is the one it ran on (section 6.7).</summary>
    private bool IsPage() =>
        !string.Equals(Header("X-Requested-With"), "XMLHttpRequest", StringComparison.OrdinalIgnoreCase)
        && !string.Equals(Header("Sec-Fetch-Dest"), "empty", StringComparison.OrdinalIgnoreCase)
        && (exchange.ResponseBody.ContentType ?? Header(exchange.ResponseHeaders, HeaderNames.ContentType) ?? "").Contains("html", StringComparison.OrdinalIgnoreCase);

    private string? Cookie(string name) => exchange.IssuedCookies?.TryGetValue(name, out var issued) == true ? issued
        : _cookies.Find(name) is { } value ? Uri.UnescapeDataString(value)
        : null;

    private string? Header(string name) => Header(exchange.RequestHeaders, name);

    private static string? Header(IReadOnlyDictionary<string, StringValues> headers, string name) =>
        headers.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;
}
