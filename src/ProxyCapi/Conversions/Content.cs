namespace ProxyCapi.Conversions;

/// <summary>One line of <c>contents</c> (meta-capi.md section 4).</summary>
public sealed class Content
{
    /// <summary><c>id</c>: the product's id in the catalogue, required.</summary>
    public string Id { get; set; } = "";

    /// <summary><c>quantity</c>: a whole number, or <see langword="null"/> if unknown.</summary>
    public long? Quantity { get; set; }

    /// <summary><c>item_price</c>: the price of one, in the event's currency.</summary>
    public decimal? ItemPrice { get; set; }

    /// <summary><c>delivery_category</c>: <c>in_store</c>, <c>curbside</c> or <c>home_delivery</c>.</summary>
    public string? DeliveryCategory { get; set; }

    /// <summary><c>title</c>.</summary>
    public string? Title { get; set; }

    /// <summary><c>description</c>.</summary>
    public string? Description { get; set; }

    /// <summary><c>brand</c>.</summary>
    public string? Brand { get; set; }

    /// <summary><c>category</c>.</summary>
    public string? Category { get; set; }

    internal Content Clone() => (Content)MemberwiseClone();
}
