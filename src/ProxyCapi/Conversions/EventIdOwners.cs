namespace ProxyCapi.Conversions;

/// <summary>
/// Remembers whose event came with which id. A page out of a cache gives everybody the same one, and Meta would take their events for copies of the
/// first (design.md section 6, point 3: the page's id counts only if it is unique to the order).
/// </summary>
/// <remarks>In memory and bounded: after a restart, or so many other ids, the next one to come with an id is its owner.</remarks>
/// <param name="most">Ids that are remembered.</param>
internal sealed class EventIdOwners(int most = EventIdOwners.MostIds)
{
    /// <summary>About 4 MB.</summary>
    public const int MostIds = 20_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string EventName, string EventId), Owner> _owners = [];
    private readonly Queue<(string EventName, string EventId)> _oldestFirst = new();

    /// <summary>Whether the event's id is its own: nobody has come with it before, or the same order or visitor has.</summary>
    /// <param name="source">An event with an id, whose order and visitor are known as far as they will be.</param>
    public bool IsOwn(ServerEvent source)
    {
        var owner = Owner.Of(source);
        var key = (source.EventName, source.EventId!);
        lock (_lock)
        {
            if (_owners.TryGetValue(key, out var first))
            {
                // Who comes first keeps the id: it was sent with it, and a reload must not become another event.
                return !owner.IsAnother(first);
            }

            _owners.Add(key, owner);
            _oldestFirst.Enqueue(key);
            if (_oldestFirst.Count > most)
            {
                _owners.Remove(_oldestFirst.Dequeue());
            }

            return true;
        }
    }

    /// <summary>What tells one event from another, as hashes that are of no use outside this process; 0 for what is not known.</summary>
    private readonly record struct Owner(int Order, int Browser, int Client)
    {
        public static Owner Of(ServerEvent source) => new(
            Hash(source.CustomData.OrderId), Hash(source.UserData.Fbp),
            source.UserData.ClientIpAddress is { } address ? HashCode.Combine(address, source.UserData.ClientUserAgent) : 0);

        // The order decides where both have one. A browser gets its id with the first page: only if both have it is another id another browser.
        public bool IsAnother(Owner other) =>
            Order != 0 && other.Order != 0 ? Order != other.Order
            : Order == other.Order && (Browser != 0 && other.Browser != 0 ? Browser != other.Browser : Client != 0 && other.Client != 0 && Client != other.Client);

        private static int Hash(string? text) => string.IsNullOrEmpty(text) ? 0 : text.GetHashCode(StringComparison.Ordinal);
    }
}
