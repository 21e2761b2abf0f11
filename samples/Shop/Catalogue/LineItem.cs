namespace Shop.Catalogue;

/// <summary>A product and how often: a line of a cart or of an order.</summary>
public sealed record LineItem(Product Product, int Quantity)
{
    /// <summary>The most pieces of one product that the shop sells at once.</summary>
    public const int MaxQuantity = 99;

    public decimal Total => Product.Price * Quantity;
}
