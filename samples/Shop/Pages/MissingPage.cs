using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Locales;

namespace Shop.Pages;

internal static class MissingPage
{
    public static RazorComponentResult<NotFoundPage> In(ShopLocale locale) =>
        new(new { Locale = locale }) { StatusCode = StatusCodes.Status404NotFound };
}
