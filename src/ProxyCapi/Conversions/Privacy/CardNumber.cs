namespace ProxyCapi.Conversions.Privacy;

/// <summary>Recognises payment card numbers among all the other long numbers of a shop.</summary>
/// <remarks>
/// The check digit alone means little: a tenth of all numbers pass. A card also has a length that fits its issuer's prefix (ISO/IEC 7812). Thirteen digits
/// are never taken for a card: that length is gone, and every European article number (EAN-13) has it. Fourteen that are a valid GTIN-14 are an article.
/// </remarks>
internal static class CardNumber
{
    private const int Shortest = 14;
    private const int Longest = 19;

    /// <summary>
    /// The first card number in a text, or an empty span; digits may stand in a card's groups, parted by single blanks or hyphens. What is parted from
    /// it in the same way (a date, the month of expiry, the check code) does not hide it.
    /// </summary>
    public static ReadOnlySpan<char> Find(ReadOnlySpan<char> text)
    {
        for (var start = 0; start < text.Length; start++)
        {
            if (!char.IsAsciiDigit(text[start]))
            {
                continue;
            }

            if (!IsJoined(text[..start]) && FindFrom(text[start..]) is { Length: > 0 } card)
            {
                return card;
            }

            while (start + 1 < text.Length && char.IsAsciiDigit(text[start + 1]))
            {
                start++;
            }
        }

        return [];
    }

    /// <summary>Whether digits, and nothing else, are a card's number.</summary>
    public static bool IsCard(ReadOnlySpan<char> digits) =>
        digits.Length is >= Shortest and <= Longest && HasIssuer(digits) && IsLuhn(digits) && !(digits.Length == 14 && IsGtin(digits)) && !IsTime(digits);

    // Decimals and parts of longer words are no begin of a number.
    private static bool IsJoined(ReadOnlySpan<char> before) =>
        before is [.., var last] && (char.IsAsciiLetterOrDigit(last) || (last == '.' && before is [.., var whole, _] && char.IsAsciiDigit(whole)));

    // The card that begins where the text begins, and ends with one of its groups.
    private static ReadOnlySpan<char> FindFrom(ReadOnlySpan<char> text)
    {
        Span<char> digits = stackalloc char[Longest];
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                if (text[i] is not (' ' or '-') || !char.IsAsciiDigit(text[i - 1]))
                {
                    break;
                }

                continue;
            }

            if (count == Longest)
            {
                break;
            }

            digits[count++] = text[i];
            var isEnd = i + 1 == text.Length || !char.IsAsciiDigit(text[i + 1]);
            if (isEnd && IsCard(digits[..count]) && IsGroupedAsCard(text[..(i + 1)], count))
            {
                return text[..(i + 1)];
            }
        }

        return [];
    }

    // A separator may stand where the issuers print one: after each fourth digit, or 4-6-5 and 4-6-4 where there are 15 and 14.
    private static bool IsGroupedAsCard(ReadOnlySpan<char> run, int count)
    {
        if (run.Length == count)
        {
            return true;
        }

        var digits = 0;
        foreach (var c in run)
        {
            if (char.IsAsciiDigit(c))
            {
                digits++;
            }
            else if (count is 14 or 15 ? digits is not (4 or 10) : digits % 4 != 0)
            {
                return false;
            }
        }

        return true;
    }

    // yyMMddHHmm at the front: 2301 to 2712 are all within one issuer's range (2221 to 2720), and shops number their orders so.
    private static bool IsTime(ReadOnlySpan<char> digits) =>
        digits[0] == '2' && DateTime.TryParseExact(digits[..10], "yyMMddHHmm", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out _);

    private static bool HasIssuer(ReadOnlySpan<char> digits)
    {
        var two = int.Parse(digits[..2], System.Globalization.CultureInfo.InvariantCulture);
        var four = int.Parse(digits[..4], System.Globalization.CultureInfo.InvariantCulture);
        return digits.Length switch
        {
            14 => two is 36 or 38 or 39 || four is >= 3000 and <= 3059,
            15 => two is 34 or 37,
            16 => two is >= 40 and <= 49 or >= 51 and <= 55 or 62 or 65 || four is >= 2221 and <= 2720 or 6011 or >= 6440 and <= 6499 or >= 3528 and <= 3589,
            _ => two is 62 || four is 5018 or 5020 or 5038 or 6304 or 6759 or >= 6761 and <= 6763,
        };
    }

    private static bool IsLuhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[digits.Length - 1 - i] - '0';
            var weighted = i % 2 == 0 ? digit : digit * 2;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }

        return sum % 10 == 0;
    }

    private static bool IsGtin(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            sum += (digits[digits.Length - 1 - i] - '0') * (i % 2 == 0 ? 1 : 3);
        }

        return sum % 10 == 0;
    }
}
