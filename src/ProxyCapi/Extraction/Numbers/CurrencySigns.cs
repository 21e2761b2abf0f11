using System.Text.RegularExpressions;

namespace ProxyCapi.Extraction.Numbers;

/// <summary>Finds the currency in a printed amount. Only what is clear counts: <c>$ kr ¥ Rs</c> belong to several countries.</summary>
internal static partial class CurrencySigns
{
    private static readonly (string Sign, string Code)[] Clear =
    [
        ("R$", "BRL"), ("€", "EUR"), ("£", "GBP"), ("zł", "PLN"), ("Kč", "CZK"), ("₴", "UAH"), ("₹", "INR"), ("₺", "TRY"), ("₪", "ILS"),
        ("₩", "KRW"), ("฿", "THB"), ("₫", "VND"), ("₽", "RUB"), ("₸", "KZT"), ("₦", "NGN"), ("₱", "PHP"), ("₡", "CRC"), ("₲", "PYG"), ("₾", "GEL"), ("₼", "AZN"), ("֏", "AMD"),
    ];

    /// <summary>The code in a text; <see langword="null"/> if there is none, or if two are named.</summary>
    public static string? Find(string text)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (sign, code) in Clear)
        {
            if (text.Contains(sign, StringComparison.Ordinal))
            {
                found.Add(code);
            }
        }

        foreach (Match word in Words().Matches(text))
        {
            if (word.Value switch { "CHF" => "CHF", "Ft" => "HUF", "lei" or "LEI" => "RON", var code when Conversions.Normalization.CurrencyNormalizer.Normalize(code) is not null => code, _ => null } is { } code2)
            {
                found.Add(code2);
            }
        }

        return found.Count == 1 ? found.Single() : null;
    }

    [GeneratedRegex(@"(?<![\p{L}])(?:[A-Z]{3}|Ft|lei)(?![\p{L}])", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
