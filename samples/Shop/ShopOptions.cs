using Shop.Pixel;

namespace Shop;

/// <summary>Section <c>Shop</c>.</summary>
public sealed class ShopOptions
{
    public const string Section = "Shop";

    public PixelOptions Pixel { get; set; } = new();
}
