using Microsoft.AspNetCore.Mvc;
using Shop.Catalogue;
using Shop.Locales;
using Shop.Pages;

namespace Shop.Carts;

internal static class CartEndpoints
{
    public static void MapCart(this IEndpointRouteBuilder shop)
    {
        shop.MapPage("/cart", ShowCart);
        shop.MapPost("/cart/add", Add);
        shop.MapPost("/cart/update", SetQuantity);
    }

    private static HtmlPage ShowCart(ShopLocale locale, CartSession session)
    {
        var cart = session.Cart;
        if (cart.JustAdded is not null)
            session.Update(cart => cart.Announced());
        return new(typeof(CartPage), locale, (nameof(CartPage.Cart), cart));
    }

    private static IResult Add(ShopLocale locale, [FromForm] string sku, [FromForm] int quantity, CartSession session) =>
        Change(locale, sku, quantity, 1, session, (cart, product) => cart.Add(product, quantity));

    private static IResult SetQuantity(ShopLocale locale, [FromForm] string sku, [FromForm] int quantity, CartSession session) =>
        Change(locale, sku, quantity, 0, session, (cart, product) => cart.SetQuantity(product, quantity));

    private static IResult Change(
        ShopLocale locale, string sku, int quantity, int minimum, CartSession session, Func<Cart, Product, Cart> change)
    {
        if (ProductCatalogue.FindBySku(sku) is not { } product || quantity < minimum || quantity > LineItem.MaxQuantity)
            return Results.BadRequest();

        session.Update(cart => change(cart, product));
        return new SeeOther($"/{locale.Code}/cart");
    }
}
