using System.Collections.Immutable;
using Shop.Catalogue;

namespace Shop.Carts;

/// <summary>What a visitor means to buy.</summary>
public sealed record Cart
{
    public static readonly Cart Empty = new();

    /// <summary>In the order in which they were put in; a product occurs once.</summary>
    public ImmutableList<LineItem> Lines { get; private init; } = [];

    /// <summary>What the last click put in, until a page has told the pixel.</summary>
    public LineItem? JustAdded { get; private init; }

    public int Count => Lines.Sum(line => line.Quantity);

    public decimal Total => Lines.Sum(line => line.Total);

    public Cart Add(Product product, int quantity)
    {
        var line = Lines.Find(line => line.Product == product);
        var total = Math.Min((line?.Quantity ?? 0) + quantity, LineItem.MaxQuantity);
        return SetQuantity(product, total) with { JustAdded = new LineItem(product, quantity) };
    }

    /// <summary>A <paramref name="quantity"/> of 0 takes the product out.</summary>
    public Cart SetQuantity(Product product, int quantity)
    {
        var index = Lines.FindIndex(line => line.Product == product);
        var lines = (index, quantity) switch
        {
            ( < 0, 0) => Lines,
            ( < 0, _) => Lines.Add(new LineItem(product, quantity)),
            (_, 0) => Lines.RemoveAt(index),
            _ => Lines.SetItem(index, new LineItem(product, quantity)),
        };
        return this with { Lines = lines };
    }

    public Cart Announced() => JustAdded is null ? this : this with { JustAdded = null };
}
