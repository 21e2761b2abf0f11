using System.Security.Cryptography;
using Shop.Carts;
using Shop.Catalogue;
using Shop.Locales;
using Shop.Orders;

namespace Shop.Pixel;

/// <summary>A call of <c>fbq('track', …)</c>.</summary>
/// <remarks><see cref="Id"/> is its <c>eventID</c>, derived from the order where there is one, so that a reload repeats it.</remarks>
public sealed record PixelEvent(string Name, string Id, PixelParameters? Parameters = null)
{
    public static PixelEvent ViewContent(Product product, ShopLocale locale)
    {
        ArgumentNullException.ThrowIfNull(product);
        ArgumentNullException.ThrowIfNull(locale);
        return new("ViewContent", RandomId("view"), PixelParameters.From([new LineItem(product, 1)]) with { ContentName = locale.Pick(product.Name) });
    }

    public static PixelEvent AddToCart(LineItem line) => new("AddToCart", RandomId("cart"), PixelParameters.From([line]));

    public static PixelEvent InitiateCheckout(Cart cart)
    {
        ArgumentNullException.ThrowIfNull(cart);
        return new("InitiateCheckout", RandomId("checkout"), PixelParameters.From(cart.Lines));
    }

    public static PixelEvent Purchase(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return new("Purchase", $"purchase-{order.Number}", PixelParameters.From(order.Lines) with { OrderId = order.Number });
    }

    public static PixelEvent Lead(string reference) => new("Lead", $"lead-{reference}");

    private static string RandomId(string prefix) => $"{prefix}-{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
}
