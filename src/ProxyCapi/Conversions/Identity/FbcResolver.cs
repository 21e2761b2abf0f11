using System.Globalization;

namespace ProxyCapi.Conversions.Identity;

/// <summary><c>fbc</c>: the click that brought the buyer (meta-capi.md section 6.2).</summary>
internal static class FbcResolver
{
    /// <summary>
    /// Keeps a valid cookie with the time of its first click; makes a new value only for a click id that the cookie does not carry. Without
    /// either there is none: a click is never invented.
    /// </summary>
    /// <param name="clickId">From <see cref="ClickId.Find"/>.</param>
    /// <param name="cookie">The value of <c>_fbc</c>, decoded once.</param>
    /// <param name="subdomainIndex">
    /// <see cref="CookieDomain.SubdomainIndex"/> if the value will be stored in a cookie, else <see cref="CookieDomain.IndexWithoutCookie"/>.
    /// </param>
    /// <param name="now">When the request came.</param>
    public static IdentityValue Resolve(string? clickId, string? cookie, int subdomainIndex, DateTimeOffset now)
    {
        var isValid = IdentityCookie.TryRead(cookie, out var clickOfCookie);
        if (clickId is null)
        {
            return new(isValid ? cookie : null, IsNew: false);
        }

        return isValid && clickOfCookie.SequenceEqual(clickId)
            ? new(cookie, IsNew: false)
            : new(string.Create(CultureInfo.InvariantCulture, $"fb.{subdomainIndex}.{now.ToUnixTimeMilliseconds()}.{clickId}"), IsNew: true);
    }
}
