using System.Text;

namespace ProxyCapi.Conversions.Normalization;

/// <summary>
/// White space and casing as JavaScript has them, because the browser pixel hashes what JavaScript made of a value (meta-capi.md section 12).
/// .NET's own <c>Trim</c> and <c>ToLowerInvariant</c> differ in a few characters, and one character is another hash.
/// </summary>
internal static class JsText
{
    private const char CombiningDotAbove = '\u0307';

    /// <summary>White space and line ends of ECMAScript.</summary>
    public static bool IsWhiteSpace(char character) => character switch
    {
        (>= '\u0009' and <= '\u000D') or ' ' or '\u00A0' or '\u1680' or (>= '\u2000' and <= '\u200A') or '\u2028' or '\u2029' or '\u202F' or '\u205F' or '\u3000' or '\uFEFF' => true,
        _ => false,
    };

    /// <summary><c>String.prototype.trim</c>.</summary>
    public static string Trim(string text)
    {
        var start = 0;
        var end = text.Length;
        while (start < end && IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    /// <summary>A text without its white space.</summary>
    public static string RemoveWhiteSpace(string text) => Keep(text, static character => !IsWhiteSpace(character));

    /// <summary>The characters that meet a test.</summary>
    public static string Keep(string text, Func<char, bool> test)
    {
        foreach (var character in text)
        {
            if (!test(character))
            {
                return string.Concat(text.Where(test));
            }
        }

        return text;
    }

    /// <summary><c>String.prototype.toLowerCase</c>: the Unicode Default Case Conversion, with its two special cases.</summary>
    public static string ToLower(string text)
    {
        var lower = text.ToLowerInvariant();
        if (!text.AsSpan().ContainsAny('\u0130', '\u03A3'))
        {
            return lower;
        }

        var result = new StringBuilder(text.Length + 2);
        for (var i = 0; i < text.Length; i++)
        {
            _ = text[i] switch
            {
                '\u0130' => result.Append('i').Append(CombiningDotAbove),
                '\u03A3' => result.Append(IsFinalSigma(text, i) ? '\u03C2' : '\u03C3'),
                _ => result.Append(lower[i]),
            };
        }

        return result.ToString();
    }

    /// <summary>Final_Sigma of the Unicode Standard, section 3.13: a cased letter before, none behind; what is case-ignorable does not count.</summary>
    private static bool IsFinalSigma(string text, int at)
    {
        var before = at - 1;
        while (before >= 0 && IsCaseIgnorable(text, before))
        {
            before--;
        }

        if (before < 0 || !IsCased(text, before))
        {
            return false;
        }

        var after = at + 1;
        while (after < text.Length && IsCaseIgnorable(text, after))
        {
            after++;
        }

        return after >= text.Length || !IsCased(text, after);
    }

    private static bool IsCased(string text, int at) => Category(text, at) is
        System.Globalization.UnicodeCategory.LowercaseLetter or System.Globalization.UnicodeCategory.UppercaseLetter or System.Globalization.UnicodeCategory.TitlecaseLetter
        || text[at] is 'ª' or 'º' or (>= '\u2160' and <= '\u217F') or (>= '\u24B6' and <= '\u24E9');

    private static bool IsCaseIgnorable(string text, int at) => Category(text, at) is
        System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.EnclosingMark or System.Globalization.UnicodeCategory.Format
        or System.Globalization.UnicodeCategory.ModifierLetter or System.Globalization.UnicodeCategory.ModifierSymbol
        || text[at] is '\'' or '.' or ':' or '\u00B7' or '\u2018' or '\u2019' or '\u2024' or '\u2027';

    // The second half of a pair speaks for the whole.
    private static System.Globalization.UnicodeCategory Category(string text, int at) =>
        char.IsLowSurrogate(text[at]) && at > 0 && char.IsHighSurrogate(text[at - 1])
            ? System.Globalization.CharUnicodeInfo.GetUnicodeCategory(text, at - 1)
            : System.Globalization.CharUnicodeInfo.GetUnicodeCategory(text, at);
}
