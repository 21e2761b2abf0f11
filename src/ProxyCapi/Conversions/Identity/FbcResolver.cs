using System.Globalization;

namespace ProxyCapi.Conversions.Identity;

/// <summary><c>fbc</c>: the click that led here, with the time it was first seen (meta-capi.md section 6.2).</summary>
internal static class FbcResolver
{
    /// <summary>Keeps the cookie of the same click as it is; another click makes a new value.</summary>
    /// <param name="cookie">The <c>_fbc</c> cookie, unescaped.</param>
    /// <param name="clickId">The click id of this request, if any.</param>
    /// <param name="domain">Where the cookie stands.</param>
    /// <param name="now">The request's clock.</param>
    public static BrowserId Resolve(string? cookie, string? clickId, CookieDomain domain, DateTimeOffset now)
    {
        var known = MetaCookie.Payload(cookie);
        if (clickId is null || known == clickId)
        {
            return new BrowserId(known is null ? null : cookie, IsNew: false);
        }

        return new BrowserId(
            string.Create(CultureInfo.InvariantCulture, $"fb.{domain.SubdomainIndex}.{now.ToUnixTimeMilliseconds()}.{clickId}"), IsNew: true);
    }
}
