namespace ProxyCapi.Storage;

/// <summary>
/// What <see cref="MemoryOutboxStore"/> remembers of orders: of each item it holds, and of what has ended in it and the disk does not know yet. Not for
/// concurrent use.
/// </summary>
/// <remarks>
/// The items are bounded by their bytes; of what has ended, <c>mostEnded</c> orders are remembered. Beyond it the other lane's are forgotten first, then
/// the oldest of money. If a forgotten order is seen again before the disk is back, it is sent once more, with the same event id, by which Meta can
/// recognise it; what is forgotten is counted in <see cref="Forgotten"/>.
/// </remarks>
internal sealed class SeenOrders(int mostEnded)
{
    private readonly Dictionary<OrderKey, Sight> _sights = [];
    private readonly LinkedList<OrderKey> _endedMoney = [];
    private readonly LinkedList<OrderKey> _endedOthers = [];

    /// <summary>Orders that are remembered.</summary>
    public int Count => _sights.Count;

    /// <summary>Orders that had to be forgotten before the disk knew them.</summary>
    public long Forgotten { get; private set; }

    /// <summary>Whether an order is remembered at <paramref name="now"/>.</summary>
    public bool Contains(OrderKey order, DateTimeOffset now) => _sights.TryGetValue(order, out var sight) && sight.Expires > now;

    /// <summary>Remembers the order of an item that waits.</summary>
    public void Add(OrderKey order, DateTimeOffset expires)
    {
        Remove(order);
        _sights.Add(order, new Sight(expires));
    }

    /// <summary>The order's item has ended here.</summary>
    public void End(OrderKey order, bool isMoney)
    {
        if (!_sights.TryGetValue(order, out var sight) || sight.Ended is not null)
        {
            return;
        }

        sight.Ended = (isMoney ? _endedMoney : _endedOthers).AddLast(order);
        while (_endedMoney.Count + _endedOthers.Count > mostEnded)
        {
            Remove((_endedOthers.First ?? _endedMoney.First)!.Value);
            Forgotten++;
        }
    }

    /// <summary>Forgets an order.</summary>
    public void Remove(OrderKey order)
    {
        if (_sights.Remove(order, out var sight) && sight.Ended is { } ended)
        {
            ended.List!.Remove(ended);
        }
    }

    /// <summary>What has ended here, with the time until which it is remembered; money first, oldest first.</summary>
    public IReadOnlyList<(OrderKey Order, DateTimeOffset Expires)> Ended() => [.. _endedMoney.Concat(_endedOthers).Select(order => (order, _sights[order].Expires))];

    private sealed class Sight(DateTimeOffset expires)
    {
        public DateTimeOffset Expires { get; } = expires;

        public LinkedListNode<OrderKey>? Ended { get; set; }
    }
}
