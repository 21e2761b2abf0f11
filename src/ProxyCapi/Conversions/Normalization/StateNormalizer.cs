namespace ProxyCapi.Conversions.Normalization;

/// <summary><c>st</c>: two letters; the states of the US and the provinces of Canada by name (meta-capi.md section 5.3, D4).</summary>
internal static class StateNormalizer
{
    private static readonly Dictionary<string, string> Codes = DataFile.Lines("regions.txt")
        .Select(line => line.Split(' '))
        .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    // The longest name wins: "West Virginia" is not Virginia.
    private static readonly string[] Names = [.. Codes.Keys.OrderByDescending(name => name.Length)];

    public static string? Normalize(string value)
    {
        var letters = JsText.Keep(JsText.ToLower(value), char.IsAsciiLetterLower);
        if (letters.Length == 2)
        {
            return letters;
        }

        var folded = LatinLetters.Fold(value);
        if (Codes.TryGetValue(folded, out var code) || (Array.Find(Names, name => folded.Contains(name, StringComparison.Ordinal)) is { } found && Codes.TryGetValue(found, out code)))
        {
            return code;
        }

        return letters.Length switch
        {
            0 => null,
            1 => letters,
            _ => letters[..2],
        };
    }
}
