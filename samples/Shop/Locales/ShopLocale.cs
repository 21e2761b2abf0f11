using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Shop.Locales;

/// <summary>A language of the shop, with its way to print money. Both sell in euros.</summary>
public sealed class ShopLocale : IParsable<ShopLocale>
{
    /// <summary>The ISO 4217 code of every price in the shop.</summary>
    public const string Currency = "EUR";

    /// <summary><c>€1,234.56</c></summary>
    public static readonly ShopLocale English = new("en", "GB", "English", new NumberFormatInfo
    {
        CurrencySymbol = "€",
        CurrencyPositivePattern = 0,
        CurrencyGroupSeparator = ",",
        CurrencyDecimalSeparator = ".",
    });

    /// <summary><c>1.234,56 €</c>, with the no-break space that German typography wants.</summary>
    public static readonly ShopLocale German = new("de", "DE", "Deutsch", new NumberFormatInfo
    {
        CurrencySymbol = "\u00a0€",
        CurrencyPositivePattern = 1,
        CurrencyGroupSeparator = ".",
        CurrencyDecimalSeparator = ",",
    });

    // Not from CultureInfo: the shop prints the same on machines with invariant globalization.
    private readonly NumberFormatInfo _money;

    private ShopLocale(string code, string country, string name, NumberFormatInfo money)
    {
        Code = code;
        Country = country;
        Name = name;
        _money = money;
    }

    /// <summary>The first segment of its addresses, and the page's <c>lang</c>.</summary>
    public string Code { get; }

    /// <summary>The country that the checkout form starts with.</summary>
    public string Country { get; }

    public string Name { get; }

    public ShopLocale Other => this == English ? German : English;

    public string Money(decimal amount) => amount.ToString("C2", _money);

    public string Pick(string english, string german) => this == English ? english : german;

    public string Pick(LocalizedText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Pick(text.English, text.German);
    }

    public static ShopLocale Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var locale) ? locale : throw new FormatException("Not a language of this shop.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [NotNullWhen(true)] out ShopLocale? result)
    {
        result = s switch { "en" => English, "de" => German, _ => null };
        return result is not null;
    }
}
