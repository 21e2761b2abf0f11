using System.Net.Mail;
using Shop.Locales;

namespace Shop.Orders;

/// <summary>What the shop has to know about a buyer before it takes an order.</summary>
internal static class BuyerRules
{
    private const int MaxLength = 200;

    private static readonly LocalizedText Missing = new("Please fill in this field.", "Bitte dieses Feld ausfüllen.");
    private static readonly LocalizedText TooLong = new("Please use at most 200 characters.", "Bitte höchstens 200 Zeichen.");
    private static readonly LocalizedText NoEmail = new("Please enter a valid e-mail address.", "Bitte eine gültige E-Mail-Adresse eingeben.");
    private static readonly LocalizedText NoCountry = new("Please choose a country.", "Bitte ein Land wählen.");

    /// <returns>What is wrong, by the field's name in forms and JSON; empty if nothing is.</returns>
    public static Dictionary<string, LocalizedText> Check(Buyer buyer)
    {
        var errors = new Dictionary<string, LocalizedText>();
        Check("email", buyer.Email, required: true);
        Check("phone", buyer.Phone, required: false);
        Check("first_name", buyer.FirstName, required: true);
        Check("last_name", buyer.LastName, required: true);
        Check("address_1", buyer.Street, required: false);
        Check("city", buyer.City, required: true);
        Check("postcode", buyer.Postcode, required: true);
        Check("state", buyer.State, required: false);
        if (!IsEmail(buyer.Email))
            errors.TryAdd("email", NoEmail);
        if (!Countries.Contains(buyer.Country))
            errors.TryAdd("country", NoCountry);
        return errors;

        void Check(string field, string value, bool required)
        {
            if (value.Length > MaxLength)
                errors[field] = TooLong;
            else if (required && value.Length == 0)
                errors[field] = field == "email" ? NoEmail : Missing;
        }
    }

    /// <summary>An address and nothing else: <see cref="MailAddress"/> alone would also take <c>Ada &lt;ada@example.com&gt;</c>.</summary>
    public static bool IsEmail(string text) => MailAddress.TryCreate(text, out var address) && address.Address == text;
}
