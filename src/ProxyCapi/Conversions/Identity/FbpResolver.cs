using System.Globalization;

namespace ProxyCapi.Conversions.Identity;

/// <summary><c>fbp</c>: the browser's own id (meta-capi.md section 6.3).</summary>
internal static class FbpResolver
{
    /// <summary>The cookie, if it is valid.</summary>
    public static string? Keep(string? cookie) => MetaCookie.Payload(cookie) is null ? null : cookie;

    /// <summary>The cookie, or a new value: only of use where the browser gets it as a cookie, so that its pixel says the same.</summary>
    /// <param name="cookie">The <c>_fbp</c> cookie, unescaped.</param>
    /// <param name="domain">Where the cookie stands.</param>
    /// <param name="now">The request's clock.</param>
    /// <param name="random">The source of the random part.</param>
    public static BrowserId Resolve(string? cookie, CookieDomain domain, DateTimeOffset now, Random random) =>
        Keep(cookie) is { } kept
            ? new BrowserId(kept, IsNew: false)
            : new BrowserId(
                string.Create(CultureInfo.InvariantCulture, $"fb.{domain.SubdomainIndex}.{now.ToUnixTimeMilliseconds()}.{random.NextInt64(0, 2147483647)}"), IsNew: true);
}
