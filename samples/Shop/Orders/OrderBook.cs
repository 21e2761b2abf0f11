using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using Shop.Catalogue;

namespace Shop.Orders;

/// <summary>Takes orders and keeps the latest.</summary>
internal sealed class OrderBook(TimeProvider time)
{
    private const int Capacity = 50_000;
    private const string KeyCharacters = "abcdefghijklmnopqrstuvwxyz0123456789";

    private readonly BoundedStore<Order> _orders = new(Capacity);

    // A counter alone would start again with the process, and whoever remembers orders for days would take the new ones for reloads.
    private readonly string _run = time.GetUtcNow().ToString("yyMMdd-HHmmssfff", CultureInfo.InvariantCulture);
    private int _count;

    public Order Place(Buyer buyer, ImmutableList<LineItem> lines, string paymentMethod)
    {
        var order = new Order
        {
            Number = string.Create(CultureInfo.InvariantCulture, $"{_run}-{Interlocked.Increment(ref _count)}"),
            Key = "wc_order_" + RandomNumberGenerator.GetString(KeyCharacters, 13),
            PlacedAt = time.GetUtcNow(),
            Buyer = buyer,
            Lines = lines,
            PaymentMethod = paymentMethod,
        };
        _orders.Add(order.Number, order);
        return order;
    }

    public bool TryGet(string number, [MaybeNullWhen(false)] out Order order) => _orders.TryGet(number, out order);
}
