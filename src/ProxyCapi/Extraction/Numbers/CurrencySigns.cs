using System.Text.RegularExpressions;
using ProxyCapi.Conversions.Normalization;

namespace ProxyCapi.Extraction.Numbers;

/// <summary>Finds the currency in a printed amount. Only what is clear counts: <c>$ kr ¥ Rs</c> belong to several countries.</summary>
internal static partial class CurrencySigns
{
    private static readonly (string Sign, string Code)[] Clear =
    [
        ("€", "EUR"), ("£", "GBP"), ("zł", "PLN"), ("Kč", "CZK"), ("₴", "UAH"), ("₹", "INR"), ("₺", "TRY"), ("₪", "ILS"),
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

        if (Real().IsMatch(text))
        {
            found.Add("BRL");
        }

        // ALL and TOP are currencies, and words of every shop: beside an amount only what stands at the number counts.
        var words = text.Any(char.IsDigit) ? WordsAtNumbers() : Words();
        foreach (Match word in words.Matches(text))
        {
            if (CodeOf(word.Groups["word"].Value) is { } code)
            {
                found.Add(code);
            }
        }

        return found.Count == 1 ? found.Single() : null;
    }

    private static string? CodeOf(string word) => word switch
    {
        "Ft" => "HUF",
        "lei" or "LEI" => "RON",
        _ => CurrencyNormalizer.Normalize(word) is null ? null : word,
    };

    // AR$ is Argentina's.
    [GeneratedRegex(@"(?<!\p{L})R\$", RegexOptions.CultureInvariant)]
    private static partial Regex Real();

    [GeneratedRegex(@"(?<!\p{L})(?<word>[A-Z]{3}|Ft|lei)(?!\p{L})", RegexOptions.CultureInvariant)]
    private static partial Regex Words();

    [GeneratedRegex(@"(?<=\d[.,\-\u2013]*\s*[$\u00A5]?\s*/?\s*)(?<word>[A-Z]{3}|Ft|lei)(?!\p{L})|(?<=\d\s*\()(?<word>[A-Z]{3})(?=\))|(?<!\p{L})(?<word>[A-Z]{3}|Ft|lei)(?=\)?\s*[:/]?\s*[$\u00A5]?\s*[-+\u2212]?[.,]?\d)", RegexOptions.CultureInvariant)]
    private static partial Regex WordsAtNumbers();
}
