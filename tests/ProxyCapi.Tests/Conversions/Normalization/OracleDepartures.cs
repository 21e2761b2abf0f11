using System.Text.RegularExpressions;
using ProxyCapi.Conversions.Normalization;

namespace ProxyCapi.Tests.Conversions.Normalization;

/// <summary>
/// Why ours differs from Meta's library. Each reason is tested by what it says, from the input and both results, with rules written here a second
/// time: a disagreement that only looks like a departure stays unattributed.
/// </summary>
internal static partial class OracleDepartures
{
    private static readonly Dictionary<string, string> PixelCountries = Read("country-names.txt");
    private static readonly Dictionary<string, string> LocalCountries = Read("country-local-names.txt");
    private static readonly Dictionary<string, string> IsoCountries = Read("countries.txt");
    private static readonly Dictionary<string, string> States = Read("states.txt");

    public static string? Attribute(string key, string input, string? ours, string? theirs, bool throws, NormalizationContext context) => key switch
    {
        _ when throws => ours is null ? "5.2 step 4 (theirs throws)" : null,
        // half a surrogate pair has no UTF-8: the same text is hashed with U+FFFD here, with three bytes of its own there
        _ when ours == theirs && HasLoneSurrogate(ours) => "5.2 step 5 (lone surrogate)",
        "em" => ours is null && theirs is not null && StrayColon().IsMatch(theirs) ? "5.3 em (stray colon)" : null,
        "ph" => OfPhone(input, ours, theirs),
        "zp" => ours is not null && theirs is not null && WithoutWhiteSpace(theirs) == ours && theirs != ours ? "D2" : null,
        "db" => OfBirthDate(input, ours, theirs, context.CurrentYear),
        "st" => OfState(input, ours, theirs),
        "country" => OfCountry(input, ours, theirs),
        _ => null,
    };

    private static string? OfPhone(string input, string? ours, string? theirs)
    {
        if (ours is null && theirs is { Length: < 7 or > 15 })
        {
            return "D1";
        }

        if (!TrunkZero().IsMatch(input))
        {
            return null;
        }

        var digits = Regex.Replace(input.Replace("(0)", "", StringComparison.Ordinal), "[^0-9]", "").TrimStart('0');
        return ours == (digits.Length is >= 7 and <= 15 ? digits : null) ? "E1" : null;
    }

    private static string? OfBirthDate(string input, string? ours, string? theirs, int currentYear)
    {
        if (ours is not null || theirs is not { Length: 8 })
        {
            return null;
        }

        var (year, month, day) = (int.Parse(theirs[..4], null), int.Parse(theirs[4..6], null), int.Parse(theirs[6..], null));
        var isOneGroup = Regex.Count(input, "[0-9]+") == 1;
        return year < 1900 || year > currentYear || (isOneGroup && (month is < 1 or > 12 || day is < 1 or > 31)) ? "D5" : null;
    }

    private static string? OfState(string input, string? ours, string? theirs)
    {
        var letters = Letters(input);
        var folded = LatinLetters.Folded(input);
        if (ours is null || theirs is null || letters.Length == 2)
        {
            return null;
        }

        var within = States.Where(state => folded.Contains(state.Key, StringComparison.Ordinal)).ToList();
        return within.Count == 0
            // folding broke a name that theirs finds in the letters without an accent
            ? letters != folded && ours == letters[..Math.Min(2, letters.Length)] ? "D4 (folded)" : null
            : within.Any(state => state.Value == ours && state.Key.Length == within.Max(other => other.Key.Length))
                ? letters != folded ? "D4 (folded)" : within.Count > 1 ? "D4 (longest)" : within[0].Value == "dc" ? "D4 (DC)" : null
                : null;
    }

    private static string? OfCountry(string input, string? ours, string? theirs)
    {
        var letters = Letters(input);
        var folded = LatinLetters.Folded(input);
        var within = PixelCountries.Where(country => country.Key.Length >= 4 && folded.Contains(country.Key, StringComparison.Ordinal)).ToList();
        if (ours is null)
        {
            var isKnown = within.Count > 0 || IsoCountries.ContainsKey(folded) || LocalCountries.ContainsKey(folded)
                || PixelCountries.ContainsKey(folded) || IsoCountries.ContainsValue(folded) || folded == "uk";
            // theirs is two letters, the first two of something, or a short name inside something
            return isKnown ? null
                : letters != folded ? "D3 (folded)"
                : theirs == letters[..Math.Min(2, letters.Length)] ? "D3 (not a country)"
                : Contains(PixelCountries, folded, theirs) ? "D3 (short name within)" : null;
        }

        if (folded == "uk")
        {
            return ours == "gb" ? "D3 (uk)" : null;
        }

        if (LocalCountries.GetValueOrDefault(folded) == ours)
        {
            return "E4";
        }

        if (IsoCountries.GetValueOrDefault(folded) == ours)
        {
            return folded.Length == 3 ? "D3 (alpha-3)" : "D3 (ISO name)";
        }

        var isLongest = within.Any(country => country.Value == ours && country.Key.Length == within.Max(other => other.Key.Length));
        return letters != folded
            ? isLongest || folded == ours ? "D3 (folded)" : null
            : isLongest && Contains(PixelCountries, folded, theirs) ? "D3 (longest)" : null;
    }

    private static bool Contains(Dictionary<string, string> codes, string text, string? code) =>
        codes.Any(entry => entry.Value == code && text.Contains(entry.Key, StringComparison.Ordinal));

    private static string Letters(string input) => Regex.Replace(JavaScriptText.ToLower(input), "[^a-z]", "");

    private static string WithoutWhiteSpace(string text) => string.Concat(text.Where(c => !JavaScriptText.IsWhiteSpace(c)));

    private static bool HasLoneSurrogate(string? text) =>
        text is not null && text.EnumerateRunes().Sum(rune => rune.Value == 0xFFFD ? 1 : 0) > text.Count(c => c == '\uFFFD');

    private static Dictionary<string, string> Read(string list) => EmbeddedData.ReadLines(list).Select(line => line.Split(' '))
        .SelectMany(parts => parts.Skip(1).Select(name => (Name: name, Code: parts[0])))
        .DistinctBy(entry => entry.Name)
        .ToDictionary(entry => entry.Name, entry => entry.Code, StringComparer.Ordinal);

    [GeneratedRegex(@"^[^@]*:[^@]*@")]
    private static partial Regex StrayColon();

    [GeneratedRegex(@"^[^0-9]*(\+|00).*\(0\)", RegexOptions.Singleline)]
    private static partial Regex TrunkZero();
}
