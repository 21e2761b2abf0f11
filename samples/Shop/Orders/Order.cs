using System.Collections.Immutable;
using Shop.Catalogue;

namespace Shop.Orders;

/// <summary>An order, as placed. It does not change.</summary>
public sealed record Order
{
    /// <summary>Text, never used twice.</summary>
    public required string Number { get; init; }

    /// <summary>Shows the order to whoever has it: it stands in the address of the thank-you page.</summary>
    public required string Key { get; init; }

    public required DateTimeOffset PlacedAt { get; init; }

    public required Buyer Buyer { get; init; }

    public required ImmutableList<LineItem> Lines { get; init; }

    public required string PaymentMethod { get; init; }

    /// <summary>Whether the payment went through. A failed one is an order too, and nothing was sold.</summary>
    public bool IsPaid => PaymentMethod != PaymentMethods.Declined;

    public decimal Total => Lines.Sum(line => line.Total);
}
