using System.Globalization;

namespace ProxyCapi.Conversions.Normalization;

/// <summary>The keys that only the older SDKs know: parts of names and of the date of birth (meta-capi.md section 5.3).</summary>
internal static class LegacyNormalizer
{
    /// <summary><c>f5first</c>, <c>f5last</c>: the first five characters; <c>fi</c>: the first.</summary>
    public static string? Beginning(string value, int length)
    {
        var name = JsText.ToLower(JsText.Trim(value));
        return name.Length == 0 ? null : Take(name, length);
    }

    /// <summary><c>dobd</c>, <c>dobm</c>: two digits within a range.</summary>
    public static string? TwoDigits(string value, int most)
    {
        var text = JsText.Trim(value);
        return text.Length is 1 or 2 && text.All(char.IsAsciiDigit) && int.Parse(text, CultureInfo.InvariantCulture) is var number && number >= 1 && number <= most
            ? number.ToString("00", CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary><c>doby</c>: four digits.</summary>
    public static string? Year(string value)
    {
        var text = JsText.Trim(value);
        return text.Length == 4 && text.All(char.IsAsciiDigit) ? text : null;
    }

    // A pair of surrogates is one character.
    private static string Take(string text, int length)
    {
        var end = 0;
        for (var taken = 0; taken < length && end < text.Length; taken++)
        {
            end += char.IsHighSurrogate(text[end]) && end + 1 < text.Length && char.IsLowSurrogate(text[end + 1]) ? 2 : 1;
        }

        return text[..end];
    }
}
