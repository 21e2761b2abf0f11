using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ProxyCapi.Conversions.Normalization;

namespace ProxyCapi.Extraction.Numbers;

/// <summary>Reads numbers as people print them, by the rules of shop-pages.md section 4. What could mean two amounts means none.</summary>
internal static partial class PrintedNumber
{
    /// <summary>A text of more characters is a passage of a page, and no amount.</summary>
    private const int MaxLength = 2048;

    /// <summary>How far from a number its currency is looked for.</summary>
    private const int Reach = 16;

    private static readonly string[] ThreeDecimals = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

    private static readonly string[] NoDecimals =
        ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"];

    /// <summary>The one number of a text, or <see langword="null"/> if there is none, or more than one that could be meant.</summary>
    public static decimal? Parse(string text, NumberFormat format)
    {
        if (text.Length > MaxLength)
        {
            return null;
        }

        var plain = Simplify(text);
        var tokens = Token().Matches(plain);
        var token = tokens.Count == 1 ? tokens[0] : OnlyOneMeant(plain, [.. tokens.Where(token => !IsPercentage(plain, token))]);
        if (token is null || Digits(token.Value, format) is not { } digits
            || !decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        return IsNegative(plain, token) ? -number : number;
    }

    /// <summary>How many decimals a currency has.</summary>
    public static int DecimalsOf(string currency) => NoDecimals.Contains(currency) ? 0 : ThreeDecimals.Contains(currency) ? 3 : 2;

    /// <summary>Invariant text of a number: never an exponent, no zeros behind the last decimal that was there.</summary>
    public static string ToText(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    // Other digits become ASCII digits, grouping blanks become one kind, direction marks vanish.
    private static string Simplify(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            var mapped = character switch
            {
                '\u00A0' or '\u202F' or '\u2009' or '\u2007' or '\u2008' or '\t' or '\n' or '\r' => ' ',
                '\u2019' or '\u02BC' or '\uFF07' or '\u00B4' or '`' => '\'',
                '\u066C' => '\'',
                '\u066B' => '\u066B',
                '\uFF0C' => ',',
                '\uFF0E' => '.',
                '\u2212' or '\u2013' or '\u2014' or '\u2012' or '\uFF0D' or '\uFE63' => '-',
                >= '\u200B' and <= '\u200F' or >= '\u202A' and <= '\u202E' or >= '\u2060' and <= '\u2069' or '\u061C' or '\uFEFF' or '\u00AD' => '\0',
                _ when char.IsDigit(character) => (char)('0' + (int)char.GetNumericValue(character)),
                _ => character,
            };
            if (mapped != '\0')
            {
                plain.Append(mapped);
            }
        }

        return plain.ToString();
    }

    /// <summary>Several numbers: the one that a currency stands at, if it is one alone. A rate of tax is no amount, whatever stands beside it.</summary>
    private static Match? OnlyOneMeant(string plain, Match[] amounts)
    {
        if (amounts.Length == 1)
        {
            return amounts[0];
        }

        var found = amounts.Where(token => HasCurrency(plain, token)).Take(2).ToArray();
        return found.Length == 1 ? found[0] : null;
    }

    private static bool HasCurrency(string plain, Match token)
    {
        var before = plain.AsSpan(0, token.Index).TrimEnd();
        var after = plain.AsSpan(token.Index + token.Length).TrimStart();
        before = before[^Math.Min(Reach, before.Length)..];
        after = after[..Math.Min(Reach, after.Length)];
        return SignBeforeNumber().IsMatch(before) || SignAfterNumber().IsMatch(after) || IsCode(CodeBefore(), before) || IsCode(CodeAfter(), after);
    }

    // Three capitals are a currency only if it is one: VAT, IVA and QTY stand at numbers too.
    private static bool IsCode(Regex pattern, ReadOnlySpan<char> text)
    {
        foreach (var match in pattern.EnumerateMatches(text))
        {
            var letters = text.Slice(match.Index, match.Length).Trim("+-., ");
            return CurrencyNormalizer.Normalize(letters.ToString()) is not null;
        }

        return false;
    }

    private static bool IsPercentage(string plain, Match token) => plain.AsSpan(token.Index + token.Length).TrimStart().StartsWith("%", StringComparison.Ordinal);

    // "-5", "-€ 5", "€-5", "(5.00)", "5.00-"; but "Total - 5,00" has a dash, "Total (5.00)" a remark, and "5,-" has no cents.
    private static bool IsNegative(string plain, Match token)
    {
        var before = plain[..token.Index];
        var after = plain[(token.Index + token.Length)..];
        return SignBefore().IsMatch(before)
            || (BracketBefore().IsMatch(before) && BracketAfter().IsMatch(after))
            || (char.IsAsciiDigit(token.Value[^1]) && SignAfter().IsMatch(after));
    }

    /// <summary>The digits of a token with a point for the decimals, or <see langword="null"/> if its marks can be read in two ways.</summary>
    private static string? Digits(string token, NumberFormat format)
    {
        // A mark behind the last digit ends a sentence, or stands for cents that are not there.
        var number = token.TrimEnd('.', ',').Replace(" ", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal);
        if (number.Contains('\u066B', StringComparison.Ordinal))
        {
            return number.Replace(",", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal).Replace('\u066B', '.');
        }

        var points = number.Count(character => character == '.');
        var commas = number.Count(character => character == ',');
        return (points, commas) switch
        {
            (0, 0) => number,
            ( > 0, > 0) => WithBoth(number),
            (1, 0) or (0, 1) => WithOne(number, number.IndexOfAny(['.', ',']), token, format),
            _ => WithMany(number, points > 0 ? '.' : ','),
        };
    }

    // The last kind is the decimal one, and it stands once; the other groups.
    private static string? WithBoth(string number)
    {
        var mark = number[number.LastIndexOfAny(['.', ','])];
        return number.Count(character => character == mark) == 1
            ? number.Replace(mark == '.' ? "," : ".", "", StringComparison.Ordinal).Replace(mark, '.')
            : null;
    }

    // 1.299.000 groups; 1.234.56 is what "replace the comma by a point" makes of 1,234.56; 12.10.2024 is no amount.
    private static string? WithMany(string number, char mark)
    {
        var groups = number.Split(mark);
        var hasDecimals = groups[^1].Length == 2;
        return AreGroups(hasDecimals ? groups.AsSpan(..^1) : groups)
            ? hasDecimals ? $"{string.Concat(groups[..^1])}.{groups[^1]}" : string.Concat(groups)
            : null;
    }

    // The last group has three digits, those between too, or two in India; the first has no more.
    private static bool AreGroups(ReadOnlySpan<string> groups)
    {
        if (groups.Length < 2 || groups[0].Length > 3 || groups[^1].Length != 3)
        {
            return false;
        }

        foreach (var group in groups[1..^1])
        {
            if (group.Length is not (2 or 3))
            {
                return false;
            }
        }

        return true;
    }

    private static string? WithOne(string number, int at, string token, NumberFormat format)
    {
        var mark = number[at];
        var decimals = number.Length - at - 1;
        var asDecimal = number.Replace(mark, '.');
        var asGroup = number.Remove(at, 1);
        if (decimals != 3)
        {
            return asDecimal;
        }

        // Three digits: what groups never begins with a zero, and a number that already groups with blanks does not group twice.
        if (at is 0 or > 3 || number[0] == '0' || token.Contains(' ', StringComparison.Ordinal) || token.Contains('\'', StringComparison.Ordinal))
        {
            return asDecimal;
        }

        if (mark == '.' && format.Currency is { } code && ThreeDecimals.Contains(code))
        {
            return asDecimal;
        }

        if (format.Currency is { } currency && NoDecimals.Contains(currency))
        {
            return asGroup;
        }

        return format.DecimalMark is { } known ? known == mark ? asDecimal : asGroup : null;
    }

    // Digits with marks between them; a blank or an apostrophe only groups before exactly three digits.
    [GeneratedRegex(@"(?<![0-9])[0-9]{1,3}(?:[ '][0-9]{3})+(?![0-9])(?:[.,\u066B][0-9]+)?|[0-9]+(?:[.,\u066B'][0-9]+)*(?:[.,](?![0-9]))?|[.,\u066B][0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Token();

    [GeneratedRegex(@"(?:\p{Sc}|z\u0142|K\u010D|Ft|lei|kr\.?|Rs\.?|Fr\.?)\s*[-+]?$", RegexOptions.CultureInvariant)]
    private static partial Regex SignBeforeNumber();

    [GeneratedRegex(@"^[-.,]*\s*(?:\p{Sc}|z\u0142|K\u010D|Ft\b|lei\b|kr\b|Rs\b|Fr\b)", RegexOptions.CultureInvariant)]
    private static partial Regex SignAfterNumber();

    [GeneratedRegex(@"\b[A-Z]{3}\s*[-+]?$", RegexOptions.CultureInvariant)]
    private static partial Regex CodeBefore();

    [GeneratedRegex(@"^[-.,]*\s*[A-Z]{3}\b", RegexOptions.CultureInvariant)]
    private static partial Regex CodeAfter();

    [GeneratedRegex(@"(?:^|[\s(:]|\p{Sc}|\b[A-Z]{3})-(?:\p{Sc}\s?|[A-Z]{3}\s?)?$|^\s*-\s*(?:\p{Sc}\s*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex SignBefore();

    [GeneratedRegex(@"^\s*(?:\p{Sc}|[A-Z]{3})?\s*\(\s*(?:\p{Sc}|[A-Z]{3})?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex BracketBefore();

    [GeneratedRegex(@"^\s*(?:\p{Sc}|[A-Z]{3})?\s*\)\s*(?:\p{Sc}|[A-Z]{3})?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex BracketAfter();

    [GeneratedRegex(@"^-\s*(?:\p{Sc}|[A-Z]{3})?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex SignAfter();
}
