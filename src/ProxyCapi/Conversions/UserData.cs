namespace ProxyCapi.Conversions;

/// <summary>
/// <c>user_data</c> (meta-capi.md section 5.1): who the buyer is, hashed. Lists hold SHA-256 digests in lower-case hex, each value once.
/// </summary>
public sealed class UserData
{
    /// <summary>
    /// Hashed values by Meta's key: <c>em ph fn ln ct st zp country db ge external_id</c> and the older <c>f5first f5last fi dobd dobm doby</c>.
    /// Plain text put in here is not hashed any more: Meta refuses it.
    /// </summary>
    public IDictionary<string, IList<string>> Hashed { get; } = new SortedList<string, IList<string>>(StringComparer.Ordinal);

    /// <summary><c>client_ip_address</c>: a public address, never hashed (section 6.6).</summary>
    public string? ClientIpAddress { get; set; }

    /// <summary><c>client_user_agent</c>: as the browser sent it, never hashed.</summary>
    public string? ClientUserAgent { get; set; }

    /// <summary><c>fbc</c>: the click, <c>fb.1.1554763741205.IwAR…</c> (section 6.2).</summary>
    public string? Fbc { get; set; }

    /// <summary><c>fbp</c>: the browser, <c>fb.1.1558571054389.1098115397</c> (section 6.3).</summary>
    public string? Fbp { get; set; }

    /// <summary>
    /// The keys that are neither hashed nor derived here: <c>subscription_id anon_id madid page_id page_scoped_user_id ctwa_clid ig_account_id
    /// ig_sid fb_login_id lead_id</c>.
    /// </summary>
    public IDictionary<string, string> Other { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    internal UserData Clone()
    {
        var copy = new UserData { ClientIpAddress = ClientIpAddress, ClientUserAgent = ClientUserAgent, Fbc = Fbc, Fbp = Fbp };
        foreach (var (key, values) in Hashed)
        {
            copy.Hashed[key] = [.. values];
        }

        foreach (var (key, value) in Other)
        {
            copy.Other[key] = value;
        }

        return copy;
    }
}
