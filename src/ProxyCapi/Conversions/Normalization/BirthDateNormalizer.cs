using System.Globalization;

namespace ProxyCapi.Conversions.Normalization;

/// <summary><c>db</c> (meta-capi.md section 5.3, D5): <c>YYYYMMDD</c>. An ambiguous date is read with the month first, as the pixel does.</summary>
internal static class BirthDateNormalizer
{
    private const int FirstYear = 1900;
    private const int LastDay = 31;
    private const int LastMonth = 12;
    private const int DigitsOfDate = 8;

    public static string? Normalize(string value, in NormalizationContext context)
    {
        Span<int> numbers = stackalloc int[3];
        var groups = 0;
        var digitsOfFirst = 0;
        var rest = value.AsSpan();
        while (groups < numbers.Length)
        {
            var group = NextGroup(ref rest);
            if (group.IsEmpty)
            {
                break;
            }

            digitsOfFirst = groups == 0 ? group.Length : digitsOfFirst;
            numbers[groups++] = ToNumber(group);
        }

        return groups switch
        {
            3 => FromGroups(numbers[0], numbers[1], numbers[2], context.CurrentYear),
            1 when digitsOfFirst == DigitsOfDate => Format(
                numbers[0] / 10000, numbers[0] / 100 % 100, numbers[0] % 100, context.CurrentYear),
            _ => null,
        };
    }

    private static ReadOnlySpan<char> NextGroup(ref ReadOnlySpan<char> rest)
    {
        var start = rest.IndexOfAnyInRange('0', '9');
        if (start < 0)
        {
            return [];
        }

        rest = rest[start..];
        var length = rest.IndexOfAnyExceptInRange('0', '9');
        var group = length < 0 ? rest : rest[..length];
        rest = rest[group.Length..];
        return group;
    }

    // Too long for a number: larger than any year, so it never passes.
    private static int ToNumber(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;

    private static string? FromGroups(int first, int second, int third, int currentYear)
    {
        if (first > LastDay)
        {
            return second > LastMonth ? Format(first, third, second, currentYear) : Format(first, second, third, currentYear);
        }

        if (second > LastDay)
        {
            return third > LastMonth ? Format(second, first, third, currentYear) : Format(second, third, first, currentYear);
        }

        return first > LastMonth ? Format(third, second, first, currentYear) : Format(third, first, second, currentYear);
    }

    // The length of the month is not checked, as in the pixel.
    private static string? Format(int year, int month, int day, int currentYear) =>
        year >= FirstYear && year <= currentYear && month is >= 1 and <= LastMonth && day is >= 1 and <= LastDay
            ? string.Create(CultureInfo.InvariantCulture, $"{year:D4}{month:D2}{day:D2}")
            : null;
}
