using System.Collections.Frozen;

namespace ProxyCapi.Conversions.Normalization;

/// <summary><c>currency</c> (meta-capi.md section 4): an ISO 4217 code in upper case or nothing; symbols and names are not guessed.</summary>
internal static class CurrencyNormalizer
{
    private static readonly FrozenSet<string> Codes =
        EmbeddedData.ReadLines("currencies.txt").SelectMany(static line => line.Split(' ')).ToFrozenSet(StringComparer.Ordinal);

    public static string? Normalize(string value)
    {
        var code = CharacterFilter.Keep(value, char.IsAsciiLetter);
        return code.Length == 3 && Codes.TryGetValue(code.ToUpperInvariant(), out var known) ? known : null;
    }
}
