using Shop.Locales;
using Shop.Orders;

namespace Shop.Api;

/// <summary>An order as the API shows it. Nothing about the customer: whoever knows the number may read it.</summary>
/// <remarks><see cref="Total"/> and the prices of the items are in minor units (cents), <see cref="Totals"/> in decimals.</remarks>
internal sealed record OrderResource(
    string Id, string Status, string Currency, long Total, OrderTotals Totals, IReadOnlyList<OrderResourceItem> Items, DateTimeOffset CreatedAt)
{
    public static OrderResource From(Order order) => new(
        order.Number,
        order.IsPaid ? "paid" : "failed",
        ShopLocale.Currency,
        MinorUnits(order.Total),
        new OrderTotals(order.Lines.Sum(line => line.Total), Shipping: 0, order.Total),
        [.. order.Lines.Select(line => new OrderResourceItem(
            line.Product.Sku, line.Product.Name.English, line.Quantity, MinorUnits(line.Product.Price), MinorUnits(line.Total)))],
        order.PlacedAt);

    private static long MinorUnits(decimal euros) => decimal.ToInt64(euros * 100);
}
