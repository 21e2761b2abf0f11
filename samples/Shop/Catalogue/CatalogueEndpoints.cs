using Shop.Locales;
using Shop.Pages;

namespace Shop.Catalogue;

internal static class CatalogueEndpoints
{
    public static void MapCatalogue(this IEndpointRouteBuilder shop)
    {
        shop.MapPage("/", (ShopLocale locale) => new HtmlPage(typeof(HomePage), locale));
        shop.MapPage("/product/{slug}", ShowProduct);
    }

    private static HtmlPage ShowProduct(ShopLocale locale, string slug) =>
        ProductCatalogue.FindBySlug(slug) is { } product
            ? new(typeof(ProductPage), locale, (nameof(ProductPage.Product), product))
            : HtmlPage.NotFound(locale);
}
