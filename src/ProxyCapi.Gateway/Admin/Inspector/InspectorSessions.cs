using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Memory;

namespace ProxyCapi.Gateway.Admin.Inspector;

/// <summary>Browsers that have shown the key: in memory, for half a day, and over as soon as the key is another one.</summary>
internal sealed class InspectorSessions : IDisposable
{
    /// <summary>The cookie of a session.</summary>
    public const string CookieName = "proxycapi-inspector";

    /// <summary>How long a session lasts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly MemoryCache _sessions = new(new MemoryCacheOptions { SizeLimit = 1000 });

    /// <summary>Begins a session.</summary>
    /// <param name="key">The key that was shown.</param>
    /// <returns>The cookie's value.</returns>
    public string Begin(string key)
    {
        var session = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        _sessions.Set(session, key, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Lifetime });
        return session;
    }

    /// <summary>Whether a cookie stands for a session that was begun with this key.</summary>
    public bool Has(string? session, string key) => session is not null && _sessions.Get<string>(session) == key;

    public void Dispose() => _sessions.Dispose();
}
