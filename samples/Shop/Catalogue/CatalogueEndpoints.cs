using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Locales;
using Shop.Pages;

namespace Shop.Catalogue;

internal static class CatalogueEndpoints
{
    public static void MapCatalogue(this IEndpointRouteBuilder shop)
    {
        shop.MapGet("/", (ShopLocale locale) => new RazorComponentResult<HomePage>(new { Locale = locale }));
        shop.MapGet("/product/{slug}", ShowProduct);
    }

    private static IResult ShowProduct(ShopLocale locale, string slug) =>
        ProductCatalogue.FindBySlug(slug) is { } product
            ? new RazorComponentResult<ProductPage>(new { Locale = locale, Product = product })
            : MissingPage.In(locale);
}
