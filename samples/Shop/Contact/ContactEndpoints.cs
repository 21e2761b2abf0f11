using System.Security.Cryptography;
using Shop.Locales;
using Shop.Pages;

namespace Shop.Contact;

internal static class ContactEndpoints
{
    private const string ReferenceCharacters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    public static void MapContact(this IEndpointRouteBuilder shop)
    {
        shop.MapPage("/contact", (ShopLocale locale) => new HtmlPage(typeof(ContactPage), locale, (nameof(ContactPage.Form), ContactForm.Blank)));
        shop.MapPost("/contact", Send);
    }

    private static HtmlPage Send(ShopLocale locale, IFormCollection fields)
    {
        var form = ContactForm.Read(fields);
        if (!form.IsValid)
        {
            return new(typeof(ContactPage), locale, (nameof(ContactPage.Form), form), (nameof(ContactPage.ShowErrors), true))
            {
                StatusCode = StatusCodes.Status422UnprocessableEntity,
            };
        }

        // A real shop would send the message on. This one only thanks for it.
        var reference = RandomNumberGenerator.GetString(ReferenceCharacters, 10);
        return new(typeof(ContactThanksPage), locale, (nameof(ContactThanksPage.Form), form), (nameof(ContactThanksPage.Reference), reference));
    }
}
