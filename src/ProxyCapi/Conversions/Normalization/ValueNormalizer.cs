using System.Globalization;

namespace ProxyCapi.Conversions.Normalization;

/// <summary>
/// <c>value</c> and other amounts (meta-capi.md section 4). Extraction has already read page text in the page's language; this takes what a
/// rule, a JSON answer or the operator's own code gives: a number in invariant notation, or an amount whose notation leaves no doubt.
/// </summary>
internal static class ValueNormalizer
{
    private const int LongestText = 64;
    private const int GroupDigits = 3;

    /// <summary>The amount; <see langword="null"/> if the text is none.</summary>
    public static decimal? Normalize(string value)
    {
        var text = JavaScriptText.Trim(value.AsSpan());
        if (text.IsEmpty || text.Length > LongestText)
        {
            return null;
        }

        if (Parse(text) is { } invariant)
        {
            return invariant;
        }

        Span<char> buffer = stackalloc char[LongestText];
        return Compact(text, buffer) is { Length: > 0 } amount ? Parse(amount) : null;
    }

    private static decimal? Parse(ReadOnlySpan<char> text) => decimal.TryParse(
        text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var amount)
        ? amount
        : null;

    // Symbols and letters around the number go; white space and apostrophes inside it group; of comma and point the last one is the decimal.
    private static ReadOnlySpan<char> Compact(ReadOnlySpan<char> text, Span<char> buffer)
    {
        var first = text.IndexOfAnyInRange('0', '9');
        if (first < 0)
        {
            return [];
        }

        var number = text[first..(text.LastIndexOfAnyInRange('0', '9') + 1)];
        var decimalMark = DecimalMarkOf(number);
        var length = 0;
        if (text[..first].ContainsAny('-', '\u2212'))
        {
            buffer[length++] = '-';
        }

        for (var i = 0; i < number.Length; i++)
        {
            var c = number[i];
            if (char.IsAsciiDigit(c))
            {
                buffer[length++] = c;
            }
            else if (i == decimalMark)
            {
                buffer[length++] = '.';
            }
            else if (c is not ('.' or ',' or '\'' or '\u2019') && !JavaScriptText.IsWhiteSpace(c))
            {
                return []; // two numbers, or words between digits
            }
        }

        return buffer[..length];
    }

    // The rules of shop-pages.md section 4; -1: no decimals.
    private static int DecimalMarkOf(ReadOnlySpan<char> number)
    {
        var last = number.LastIndexOfAny('.', ',');
        if (last < 0)
        {
            return -1;
        }

        var mark = number[last];
        var hasBoth = number.Contains(mark == '.' ? ',' : '.');
        var isRepeated = number[..last].Contains(mark);
        var decimals = number.Length - last - 1;
        return isRepeated ? decimals == GroupDigits || hasBoth ? -1 : last
            : !hasBoth && mark == ',' && decimals == GroupDigits ? -1
            : last;
    }
}
