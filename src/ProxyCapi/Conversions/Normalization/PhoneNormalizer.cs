using System.Globalization;
using PhoneNumbers;

namespace ProxyCapi.Conversions.Normalization;

/// <summary><c>ph</c> (meta-capi.md section 5.3, D1, E1, E2): digits with the country code, without leading zeros.</summary>
internal static class PhoneNormalizer
{
    private const int ShortestNumber = 7;
    private const int LongestNumber = 15;
    private const int NorthAmericanCallingCode = 1;
    private const int NorthAmericanNationalDigits = 10;
    private const string TrunkZero = "0";

    public static string? Normalize(string value, in NormalizationContext context)
    {
        var isInternational = IsInternational(value);
        var digits = DigitsOf(isInternational ? value.Replace("(0)", "", StringComparison.Ordinal) : value);
        if (!isInternational && context.Country is { } country && digits.Length is > 0 and <= LongestNumber)
        {
            digits = WithCountryCode(digits, country.ToUpperInvariant());
        }

        digits = digits.TrimStart('0');
        return digits.Length is >= ShortestNumber and <= LongestNumber ? digits : null;
    }

    private static string DigitsOf(string value) => CharacterFilter.Keep(value, char.IsAsciiDigit);

    // A plus sign before the first digit, or 00 as the first digits: "+44…", "tel:+44…", "(0044)…".
    private static bool IsInternational(string value)
    {
        var first = value.AsSpan().IndexOfAnyInRange('0', '9');
        return first >= 0 && (value.AsSpan(0, first).Contains('+') || value.AsSpan(first).StartsWith("00"));
    }

    // The rules of section 5.3 come first because they are exact; the library knows the numbering plans that they leave out.
    private static string WithCountryCode(string digits, string region)
    {
        var library = PhoneNumberUtil.GetInstance();
        var callingCode = library.GetCountryCodeForRegion(region);
        if (callingCode == 0)
        {
            return digits;
        }

        if (callingCode == NorthAmericanCallingCode && digits.Length == NorthAmericanNationalDigits)
        {
            return "1" + digits;
        }

        if (digits[0] == '0' && !digits.StartsWith("00", StringComparison.Ordinal))
        {
            var code = callingCode.ToString(CultureInfo.InvariantCulture);
            if (region is "IT" or "SM" or "VA")
            {
                return code + digits; // the zero is part of the number
            }

            if (library.GetNddPrefixForRegion(region, stripNonDigits: true) == TrunkZero)
            {
                return string.Concat(code, digits.AsSpan(1));
            }
        }

        return InNumberingPlan(library, digits, region) ?? digits;
    }

    private static string? InNumberingPlan(PhoneNumberUtil library, string digits, string region)
    {
        try
        {
            var number = library.Parse(digits, region);
            return library.IsValidNumberForRegion(number, region) ? library.Format(number, PhoneNumberFormat.E164)[1..] : null;
        }
        catch (NumberParseException)
        {
            return null; // the library's way to say "not a number"
        }
    }
}
