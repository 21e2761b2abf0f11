using ProxyCapi.Conversions.Normalization;

namespace ProxyCapi.Conversions.Matching;

/// <summary>Which of Meta's match keys an event carries: the closed list of <c>proxycapi.match_key</c> (meta-capi.md section 5.1).</summary>
internal static class MatchKeys
{
    /// <summary>The keys that are neither hashed nor given by a rule.</summary>
    public const string Fbp = "fbp", Fbc = "fbc", ClientIpAddress = "client_ip_address", ClientUserAgent = "client_user_agent";

    /// <summary>Every value the tag can have.</summary>
    public static readonly IReadOnlyList<string> All =
        [.. UserDataKeys.Hashed.Concat(UserDataKeys.Plain).Concat(UserDataKeys.Numbers).Concat([Fbp, Fbc, ClientIpAddress, ClientUserAgent]).Order(StringComparer.Ordinal)];

    /// <summary>The keys of an event, in the order of <see cref="All"/>.</summary>
    public static IReadOnlyList<string> Of(UserData user)
    {
        var keys = new List<string>(12);
        foreach (var key in All)
        {
            if (Has(user, key))
            {
                keys.Add(key);
            }
        }

        return keys;
    }

    private static bool Has(UserData user, string key) => key switch
    {
        Fbp => !string.IsNullOrEmpty(user.Fbp),
        Fbc => !string.IsNullOrEmpty(user.Fbc),
        ClientIpAddress => !string.IsNullOrEmpty(user.ClientIpAddress),
        ClientUserAgent => !string.IsNullOrEmpty(user.ClientUserAgent),
        _ => user.Other.ContainsKey(key) || (user.Hashed.TryGetValue(key, out var values) && values.Count > 0),
    };
}
