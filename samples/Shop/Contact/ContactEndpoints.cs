using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.Locales;
using Shop.Pages;

namespace Shop.Contact;

internal static class ContactEndpoints
{
    private const string ReferenceCharacters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    public static void MapContact(this IEndpointRouteBuilder shop)
    {
        shop.MapGet("/contact", (ShopLocale locale) => Page(locale, ContactForm.Blank, showErrors: false));
        shop.MapPost("/contact", Send);
    }

    private static RazorComponentResult Send(ShopLocale locale, IFormCollection fields)
    {
        var form = ContactForm.Read(fields);
        if (form.IsValid)
        {
            // A real shop would send the message on. This one only thanks for it.
            return new RazorComponentResult<ContactThanksPage>(new { Locale = locale, Form = form, Reference = RandomNumberGenerator.GetString(ReferenceCharacters, 10) });
        }

        var page = Page(locale, form, showErrors: true);
        page.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return page;
    }

    private static RazorComponentResult<ContactPage> Page(ShopLocale locale, ContactForm form, bool showErrors) =>
        new(new { Locale = locale, Form = form, ShowErrors = showErrors });
}
