using System.Globalization;

namespace ProxyCapi.Conversions.Identity;

/// <summary><c>fbp</c>: the browser (meta-capi.md section 6.3).</summary>
/// <param name="random">Draws the random part of new values; must be safe for use by several threads.</param>
internal sealed class FbpResolver(Random random)
{
    /// <summary>Keeps a valid cookie; otherwise there is none.</summary>
    /// <param name="cookie">The value of <c>_fbp</c>, decoded once.</param>
    public static IdentityValue Read(string? cookie) => new(IdentityCookie.TryRead(cookie, out _) ? cookie : null, IsNew: false);

    /// <summary>Keeps a valid cookie, otherwise makes a value. Only useful if a cookie carries it to the browser, which takes consent.</summary>
    /// <param name="cookie">The value of <c>_fbp</c>, decoded once.</param>
    /// <param name="subdomainIndex">As for <see cref="FbcResolver"/>.</param>
    /// <param name="now">When the request came.</param>
    public IdentityValue ReadOrMint(string? cookie, int subdomainIndex, DateTimeOffset now) => Read(cookie) is { Value: not null } kept
        ? kept
        // 0 to 2147483646: the upper bound of Next is exclusive
        : new(string.Create(CultureInfo.InvariantCulture, $"fb.{subdomainIndex}.{now.ToUnixTimeMilliseconds()}.{random.Next(int.MaxValue)}"), IsNew: true);
}
