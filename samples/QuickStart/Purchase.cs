namespace QuickStart;

/// <summary>What the shopper knows of the purchase: what a correct event must say.</summary>
internal sealed record Purchase
{
    public required string OrderId { get; init; }

    /// <summary>What the shopper added up from the prices in the cart, and what it is in.</summary>
    public required decimal Value { get; init; }

    public required string Currency { get; init; }

    public required IReadOnlyList<PurchasedItem> Items { get; init; }

    public required Uri ThankYouPage { get; init; }

    /// <summary>When the shopper sent the order off.</summary>
    public required DateTimeOffset Ordered { get; init; }
}
