using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;

namespace ProxyCapi.Cookies;

/// <summary>
/// What was given to a browser that has not sent it back yet: the requests that it makes at once get one value, and a click survives the
/// redirect that drops it. In memory, for seconds, and bounded.
/// </summary>
internal sealed class RecentVisitors(TimeProvider time) : IDisposable
{
    /// <summary>A browser sends the cookie with whatever it asks for after the first answer; until then its requests are under way together.</summary>
    public static readonly TimeSpan FirstVisit = TimeSpan.FromSeconds(5);

    /// <summary>A redirect is followed at once.</summary>
    public static readonly TimeSpan Redirect = TimeSpan.FromSeconds(10);

    private const int MaxEntries = 20_000;

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = MaxEntries, Clock = new Clock(time) });
    private readonly Lock _gate = new();

    /// <summary>The value that the browser was given a moment ago for this host, or a new one. Without a mark always a new one.</summary>
    public string FirstOf(VisitorMark? mark, string host, Func<string> create)
    {
        lock (_gate)
        {
            if (mark is null)
            {
                return create();
            }

            var key = (mark, host, "first");
            if (!_cache.TryGetValue(key, out string? value))
            {
                _cache.Set(key, value = create(), Entry(FirstVisit));
            }

            return value!;
        }
    }

    /// <summary>The browser is sent on to an address that says nothing of its click any more.</summary>
    public void RememberClick(VisitorMark? mark, Uri target, string value)
    {
        if (mark is not null)
        {
            _cache.Set(Key(mark, target), value, Entry(Redirect));
        }
    }

    /// <summary>The value for the click of the browser that comes from a redirect to this address.</summary>
    public string? ClickOf(VisitorMark? mark, Uri address) => mark is null ? null : _cache.Get<string>(Key(mark, address));

    public void Dispose() => _cache.Dispose();

    // By the host that it leads to, not by the one that it comes from: shop.example sends to www.shop.example. Ports and schemes change in front of us.
    private static (VisitorMark, string, string) Key(VisitorMark mark, Uri address) => (mark, address.IdnHost, address.PathAndQuery);

    private static MemoryCacheEntryOptions Entry(TimeSpan life) => new() { Size = 1, AbsoluteExpirationRelativeToNow = life };

    private sealed class Clock(TimeProvider time) : ISystemClock
    {
        public DateTimeOffset UtcNow => time.GetUtcNow();
    }
}
