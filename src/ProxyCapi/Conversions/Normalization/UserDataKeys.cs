using System.Collections.Frozen;

namespace ProxyCapi.Conversions.Normalization;

/// <summary>The keys of <c>user_data</c> that a rule can fill (meta-capi.md section 5.1).</summary>
internal static class UserDataKeys
{
    /// <summary>Sent as SHA-256.</summary>
    public static readonly FrozenSet<string> Hashed = new[]
    {
        "em", "ph", "fn", "ln", "db", "ge", "ct", "st", "zp", "country", "external_id",
        "f5first", "f5last", "fi", "dobd", "dobm", "doby",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Sent as text.</summary>
    public static readonly FrozenSet<string> Plain = new[]
    {
        "subscription_id", "anon_id", "madid", "page_id", "page_scoped_user_id", "ctwa_clid", "ig_account_id", "ig_sid",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Sent as numbers.</summary>
    public static readonly FrozenSet<string> Numbers = new[] { "fb_login_id", "lead_id" }.ToFrozenSet(StringComparer.Ordinal);
}
