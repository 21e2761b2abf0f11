using System.Collections.Frozen;

namespace ProxyCapi.Conversions.Normalization;

/// <summary><c>country</c> (meta-capi.md section 5.3, D3, E4): ISO 3166-1 alpha-2 in lower case or nothing.</summary>
internal static class CountryNormalizer
{
    private const int ShortestNameWithin = 4;

    private static readonly FrozenSet<string> Alpha2 = ReadAlpha2();

    // countries.txt has the alpha-3 codes as names
    private static readonly NamedCodes Names = new("country-names.txt", "countries.txt", "country-local-names.txt");
    private static readonly NamedCodes NamesOfPixel = new("country-names.txt");

    public static string? Normalize(string value)
    {
        var letters = LatinLetters.Folded(value);
        return letters.Length switch
        {
            < 2 => null,
            2 when letters == "uk" => "gb",
            2 => Alpha2.Contains(letters) ? letters : null,
            _ => Names.Find(letters) ?? NamesOfPixel.FindLongestWithin(letters, ShortestNameWithin),
        };
    }

    private static FrozenSet<string> ReadAlpha2() =>
        EmbeddedData.ReadLines("countries.txt").Select(static line => line[..2]).ToFrozenSet(StringComparer.Ordinal);
}
