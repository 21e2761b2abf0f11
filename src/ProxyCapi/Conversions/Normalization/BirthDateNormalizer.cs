using System.Globalization;
using System.Text.RegularExpressions;

namespace ProxyCapi.Conversions.Normalization;

/// <summary><c>db</c>: YYYYMMDD; an ambiguous date is read month first, as the browser library does (meta-capi.md section 5.3, D5).</summary>
internal static partial class BirthDateNormalizer
{
    private const int FirstYear = 1900;

    public static string? Normalize(string value, NormalizationContext context)
    {
        var groups = Digits().Matches(value);
        if (groups.Count == 1 && groups[0].Length == 8)
        {
            return IsDate(groups[0].Value, context) ? groups[0].Value : null;
        }

        if (groups.Count < 3 || groups.Take(3).Any(group => group.Length > 9))
        {
            return null;
        }

        var (year, month, day) = Order(Number(groups[0]), Number(groups[1]), Number(groups[2]));
        return month is >= 1 and <= 12 && day is >= 1 and <= 31 && year >= FirstYear && year <= context.CurrentYear
            ? string.Create(CultureInfo.InvariantCulture, $"{year:0000}{month:00}{day:00}")
            : null;
    }

    private static (int Year, int Month, int Day) Order(int first, int second, int third) => (first, second, third) switch
    {
        ( > 31, <= 12, _) => (first, second, third),
        ( > 31, _, _) => (first, third, second),
        (_, > 31, <= 12) => (second, third, first),
        (_, > 31, _) => (second, first, third),
        ( <= 12, _, _) => (third, first, second),
        _ => (third, second, first),
    };

    private static int Number(Match group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    private static bool IsDate(string text, NormalizationContext context) =>
        DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && date.Year >= FirstYear && date.Year <= context.CurrentYear;

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();
}
