using Shop.Catalogue;
using Shop.Locales;

namespace Shop.Pixel;

/// <summary>What an event of the pixel says about products and money.</summary>
public sealed record PixelParameters(
    decimal Value, string Currency, string ContentType, IReadOnlyList<string> ContentIds, IReadOnlyList<PixelContent> Contents, int NumItems)
{
    public string? ContentName { get; init; }

    public string? OrderId { get; init; }

    public static PixelParameters From(IReadOnlyList<LineItem> lines) => new(
        lines.Sum(line => line.Total),
        ShopLocale.Currency,
        "product",
        [.. lines.Select(line => line.Product.Sku)],
        [.. lines.Select(PixelContent.From)],
        lines.Sum(line => line.Quantity));
}
