namespace QuickStart;

/// <summary>A line of the order.</summary>
internal sealed record PurchasedItem(string Id, int Quantity, decimal Price);
