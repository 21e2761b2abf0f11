using Shop.Orders;

namespace Shop.Api;

/// <summary>The body of <c>POST /api/orders</c>.</summary>
internal sealed record OrderRequest
{
    public required Buyer Customer { get; init; }

    public required IReadOnlyList<OrderRequestItem> Items { get; init; }

    public string PaymentMethod { get; init; } = "card";
}
