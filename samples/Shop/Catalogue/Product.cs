using Shop.Locales;

namespace Shop.Catalogue;

/// <summary>Something to buy.</summary>
/// <remarks>
/// <see cref="Sku"/> is its name in orders, the pixel and the JSON API; <see cref="Slug"/> the one in addresses, and of its drawing in
/// <c>Assets/art</c>. <see cref="Price"/> is for one piece, in euros, tax included.
/// </remarks>
public sealed record Product(string Sku, string Slug, decimal Price, LocalizedText Name, LocalizedText Tagline, LocalizedText Description);
