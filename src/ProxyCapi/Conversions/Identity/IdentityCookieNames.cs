namespace ProxyCapi.Conversions.Identity;

/// <summary>The cookies of Meta's browser library (meta-capi.md section 6.4).</summary>
internal static class IdentityCookieNames
{
    /// <summary>The click.</summary>
    public const string Fbc = "_fbc";

    /// <summary>The browser.</summary>
    public const string Fbp = "_fbp";

    /// <summary>The client's address.</summary>
    public const string Fbi = "_fbi";

    /// <summary>How long <see cref="Fbc"/> and <see cref="Fbp"/> live.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);
}
