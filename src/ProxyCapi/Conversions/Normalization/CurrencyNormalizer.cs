using System.Collections.Frozen;

namespace ProxyCapi.Conversions.Normalization;

/// <summary><c>currency</c>: a code of ISO 4217 in upper case, or nothing; never a guess (meta-capi.md section 4).</summary>
internal static class CurrencyNormalizer
{
    private static readonly FrozenSet<string> Codes = DataFile.Lines("currencies.txt").SelectMany(line => line.Split(' ')).ToFrozenSet(StringComparer.Ordinal);

    public static string? Normalize(string value)
    {
        var code = JsText.Keep(value, char.IsAsciiLetter).ToUpperInvariant();
        return Codes.Contains(code) ? code : null;
    }
}
