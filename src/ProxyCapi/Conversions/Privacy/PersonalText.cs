using System.Text.RegularExpressions;

namespace ProxyCapi.Conversions.Privacy;

/// <summary>Recognises e-mail addresses, phone numbers and card numbers in text that goes out unhashed: the one home of that rule.</summary>
/// <remarks>
/// A phone number is recognised by how it is written, never by its digits alone: <c>+49 170 …</c> anywhere, <c>020 7946 0101</c> or
/// <c>(555) 123-4567</c> in free text. Bare digits are order numbers, article numbers and prices far more often.
/// </remarks>
internal static partial class PersonalText
{
    /// <summary>Whether free text (titles, search terms, query values, custom properties) holds any of them.</summary>
    public static bool IsInText(string text) =>
        HasEmail(text) || (HasDigits(text, 7) && (IsPhone(International(), text) || IsPhone(National(), text) || CardNumber.Find(text).Length > 0));

    /// <summary>
    /// Whether a text that a shop made to name something (an order, an article, a segment of a path) holds an e-mail address or an international phone
    /// number. National forms (<c>0123-45678</c>) and bare digits are what article numbers look like.
    /// </summary>
    public static bool IsInId(string text) => HasEmail(text) || (HasDigits(text, 7) && IsPhone(International(), text));

    // Linear whatever comes: the search goes from one sign to the next.
    private static bool HasEmail(string text)
    {
        if (text.AsSpan().IndexOfAny('@', '%', '(') < 0)
        {
            return false;
        }

        var plain = text.Contains("%40", StringComparison.Ordinal) ? text.Replace("%40", "@", StringComparison.Ordinal) : text;
        plain = plain.Contains("(at)", StringComparison.OrdinalIgnoreCase) ? plain.Replace("(at)", "@", StringComparison.OrdinalIgnoreCase) : plain;
        for (var at = plain.IndexOf('@', StringComparison.Ordinal); at >= 0; at = plain.IndexOf('@', at + 1))
        {
            if (at > 0 && !char.IsWhiteSpace(plain[at - 1]) && plain[at - 1] is not ('/' or '@' or '"' or '<' or '>' or '=') && IsDomain(plain.AsSpan(at + 1)))
            {
                return true;
            }
        }

        return false;
    }

    // "9.99" after an @ is a price: the last label has letters.
    private static bool IsDomain(ReadOnlySpan<char> text)
    {
        var end = 0;
        var labels = 0;
        var letters = 0;
        for (; end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '.' or '-'); end++)
        {
            if (text[end] == '.')
            {
                if (labels > 0 && letters >= 2)
                {
                    return true;
                }

                labels++;
                letters = 0;
            }
            else if (char.IsLetter(text[end]))
            {
                letters++;
            }
        }

        return end > 0 && text[0] != '.' && labels > 0 && letters >= 2;
    }

    private static bool HasDigits(string text, int least)
    {
        var count = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c) && ++count == least)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPhone(Regex pattern, string text)
    {
        foreach (var match in pattern.EnumerateMatches(text))
        {
            var digits = 0;
            foreach (var c in text.AsSpan(match.Index, match.Length))
            {
                digits += char.IsAsciiDigit(c) ? 1 : 0;
            }

            if (digits is >= 8 and <= 15)
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"(?<![\p{L}\p{N}+])\+[1-9][0-9 ()./-]{6,24}(?![\p{L}\p{N}])", RegexOptions.CultureInvariant)]
    private static partial Regex International();

    // 0 and area code, a separator, the rest; 00 and country code likewise; and the American form.
    [GeneratedRegex(
        @"(?<![\p{L}\p{N}.,-])(?:\(?0[0-9]{2,5}\)?[ /.-][0-9][0-9 /.-]{3,16}[0-9]|(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}[ .-])[0-9]{3}[ .-][0-9]{4})(?![\p{L}\p{N}]|[.,-][0-9])",
        RegexOptions.CultureInvariant)]
    private static partial Regex National();
}
