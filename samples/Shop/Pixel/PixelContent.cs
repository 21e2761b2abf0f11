using Shop.Catalogue;

namespace Shop.Pixel;

/// <summary>An entry of <c>contents</c>.</summary>
public sealed record PixelContent(string Id, int Quantity, decimal ItemPrice)
{
    public static PixelContent From(LineItem line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return new(line.Product.Sku, line.Quantity, line.Product.Price);
    }
}
