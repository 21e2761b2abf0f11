using System.Diagnostics.CodeAnalysis;

namespace ProxyCapi.CrashTests.Orders;

/// <summary>Every order of a run. Safe for several threads.</summary>
internal sealed class OrderBook
{
    private readonly Lock _lock = new();
    private readonly List<Order> _orders = [];

    /// <summary>The orders so far, oldest first.</summary>
    public IReadOnlyList<Order> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _orders];
            }
        }
    }

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _orders.Count;
            }
        }
    }

    /// <summary>A new order.</summary>
    public Order Place()
    {
        lock (_lock)
        {
            var order = new Order(_orders.Count);
            _orders.Add(order);
            return order;
        }
    }

    /// <summary>An order by its place.</summary>
    public Order At(int index)
    {
        lock (_lock)
        {
            return _orders[index];
        }
    }

    /// <summary>An order by its number.</summary>
    public bool TryFind(string number, [NotNullWhen(true)] out Order? order)
    {
        lock (_lock)
        {
            order = Order.IndexOf(number) is { } index && index < _orders.Count ? _orders[index] : null;
            return order is not null;
        }
    }
}
