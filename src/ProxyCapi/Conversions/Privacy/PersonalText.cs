using System.Text.RegularExpressions;

namespace ProxyCapi.Conversions.Privacy;

/// <summary>Recognises e-mail addresses, phone numbers and card numbers in text that goes out unhashed: the one home of that rule.</summary>
/// <remarks>
/// A phone number is recognised by how it is written, never by its digits alone: <c>+49 170 …</c> anywhere, <c>020 7946 0101</c>, <c>06 12 34 56 78</c> or
/// <c>(555) 123-4567</c> in free text. Bare digits are order numbers, article numbers and prices far more often. What follows a number, such as a date,
/// does not hide it.
/// </remarks>
internal static partial class PersonalText
{
    /// <summary>Whether free text (titles, search terms, query values, custom properties) holds any of them.</summary>
    public static bool IsInText(string text)
    {
        if (HasEmail(text))
        {
            return true;
        }

        if (!HasDigits(text, 7))
        {
            return false;
        }

        var plain = Plain(text);
        return IsPhone(International(), plain, 8, 15) || IsPhone(National(), plain, 8, 15) || IsPhone(ShortArea(), plain, 9, 11) || CardNumber.Find(plain).Length > 0;
    }

    /// <summary>
    /// Whether a text that a shop made to name something (an order, an article, a segment of a path) holds an e-mail address or an international phone
    /// number. National forms (<c>0123-45678</c>) and bare digits are what article numbers look like.
    /// </summary>
    public static bool IsInId(string text) => HasEmail(text) || (HasDigits(text, 7) && IsPhone(International(), Plain(text), 8, 15));

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

    // Pages keep a number's parts together with signs that look like blanks and hyphens.
    private static string Plain(string text) => System.Text.Ascii.IsValid(text)
        ? text
        : string.Create(text.Length, text, static (plain, source) =>
        {
            for (var i = 0; i < plain.Length; i++)
            {
                plain[i] = source[i] switch
                {
                    '\u00A0' or '\u2007' or '\u2009' or '\u202F' => ' ',
                    '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2212' => '-',
                    var c => c,
                };
            }
        });

    // Up to the end of any of its groups: what comes after it may be a date, or a price.
    private static bool IsPhone(Regex pattern, string text, int least, int most)
    {
        foreach (var match in pattern.EnumerateMatches(text))
        {
            var digits = 0;
            for (var i = match.Index; i < match.Index + match.Length; i++)
            {
                digits += char.IsAsciiDigit(text[i]) ? 1 : 0;
                var isEnd = i + 1 == text.Length || !char.IsAsciiDigit(text[i + 1]);
                if (isEnd && digits >= least && digits <= most)
                {
                    return true;
                }
            }
        }

        return false;
    }

    [GeneratedRegex(@"(?<![\p{L}\p{N}+])\+\(?[1-9][0-9 ()./-]{6,24}(?![\p{L}\p{N}])", RegexOptions.CultureInvariant)]
    private static partial Regex International();

    // 0 and area code, a separator, the rest; 00 and country code likewise; and the American form.
    [GeneratedRegex(
        @"(?<![\p{L}\p{N}.,-])(?:\(?0[0-9]{2,5}\)?[ /.-][0-9][0-9 /.-]{3,16}[0-9]|(?:1[ .-])?(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}[ .-])[0-9]{3}[ .-][0-9]{4})(?![\p{L}\p{N}]|[.,-][0-9])",
        RegexOptions.CultureInvariant)]
    private static partial Regex National();

    // Areas of one digit behind the 0 (France, Italy, Australia, the Netherlands' mobiles); what begins like a date is one.
    [GeneratedRegex(
        @"(?<![\p{L}\p{N}.,/:+-])(?!0[0-9]([./-])[0-3][0-9]\1(?:(?:19|20)[0-9]{2}(?![0-9])|[0-9]{2}(?![0-9]|[./-][0-9])))\(?0[0-9]\)?[ ./-]{1,2}[0-9][0-9 ./-]{4,14}[0-9](?![\p{L}\p{N}])",
        RegexOptions.CultureInvariant)]
    private static partial Regex ShortArea();
}
