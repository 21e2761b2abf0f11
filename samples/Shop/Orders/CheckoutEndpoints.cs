using Shop.Carts;
using Shop.Locales;
using Shop.Pages;

namespace Shop.Orders;

internal static class CheckoutEndpoints
{
    public static void MapCheckout(this IEndpointRouteBuilder shop)
    {
        shop.MapPage("/checkout", ShowForm);
        shop.MapPost("/checkout", PlaceOrder);
        shop.MapPage("/checkout/order-received/{number}", ShowOrder);
    }

    private static IResult ShowForm(ShopLocale locale, CartSession session) =>
        session.Cart is { Count: > 0 } cart
            ? FormPage(locale, cart, CheckoutForm.Blank(locale))
            : Results.Redirect($"/{locale.Code}/cart");

    private static IResult PlaceOrder(ShopLocale locale, IFormCollection fields, CartSession session, OrderBook orders)
    {
        var cart = session.Cart;
        if (cart.Count == 0)
            return new SeeOther($"/{locale.Code}/cart");

        var form = CheckoutForm.Read(fields);
        if (form.Errors.Count > 0)
            return FormPage(locale, cart, form);

        var order = orders.Place(form.Buyer, cart.Lines, form.PaymentMethod);
        if (order.IsPaid)
            session.Update(_ => Cart.Empty);
        return new SeeOther($"/{locale.Code}/checkout/order-received/{order.Number}?key={order.Key}");
    }

    /// <summary>Paid or not, the address is the same, as in the shop systems this one is modelled on.</summary>
    private static HtmlPage ShowOrder(ShopLocale locale, string number, string? key, OrderBook orders) =>
        orders.TryGet(number, out var order) && key == order.Key
            ? new(typeof(OrderReceivedPage), locale, (nameof(OrderReceivedPage.Order), order))
            : HtmlPage.NotFound(locale);

    private static HtmlPage FormPage(ShopLocale locale, Cart cart, CheckoutForm form) =>
        new(typeof(CheckoutPage), locale, (nameof(CheckoutPage.Cart), cart), (nameof(CheckoutPage.Form), form))
        {
            StatusCode = form.Errors.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
}
