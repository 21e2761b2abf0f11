using PhoneNumbers;

namespace ProxyCapi.Conversions.Normalization;

/// <summary><c>ph</c>: digits with the country code, without leading zeros (meta-capi.md section 5.3, D1, E1, E2).</summary>
internal static class PhoneNormalizer
{
    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    public static string? Normalize(string value, NormalizationContext context)
    {
        var trimmed = JsText.Trim(value);
        var isInternational = trimmed.StartsWith('+') || trimmed.StartsWith("00", StringComparison.Ordinal);
        if (isInternational)
        {
            // E1: the trunk zero in brackets is for callers at home.
            trimmed = trimmed.Replace("(0)", "", StringComparison.Ordinal);
        }

        var all = JsText.Keep(trimmed, char.IsAsciiDigit);
        var digits = isInternational || context.PhoneCountry is null
            ? all.TrimStart('0')
            : WithCallingCode(all, context.PhoneCountry);
        return digits.Length is >= 7 and <= 15 ? digits : null;
    }

    /// <summary>
    /// E2 without guessing: a number that is a national one of the country gets its calling code; any other stays as it is, for it may
    /// carry a code already.
    /// </summary>
    private static string WithCallingCode(string digits, string country)
    {
        var region = country.ToUpperInvariant();
        var code = Numbers.GetCountryCodeForRegion(region);
        if (code == 0)
        {
            return digits.TrimStart('0');
        }

        if (code == 1)
        {
            return digits.Length == 10 ? "1" + digits : digits.TrimStart('0');
        }

        if (!digits.StartsWith('0'))
        {
            return digits;
        }

        // Italy's zero belongs to the number; elsewhere it is the trunk prefix, and there is one of it.
        return Numbers.GetNddPrefixForRegion(region, stripNonDigits: true) == "0"
            ? code + digits[1..].TrimStart('0')
            : code + digits;
    }
}
