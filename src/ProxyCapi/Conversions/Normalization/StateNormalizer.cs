namespace ProxyCapi.Conversions.Normalization;

/// <summary><c>st</c> (meta-capi.md section 5.3, D4). States outside North America become two letters: the pixel truncates too.</summary>
internal static class StateNormalizer
{
    private const int CodeLength = 2;

    private static readonly NamedCodes States = new("states.txt");

    public static string? Normalize(string value)
    {
        var letters = LatinLetters.Of(value);
        if (letters.Length == CodeLength)
        {
            return letters;
        }

        var folded = LatinLetters.Folded(value);
        return States.Find(folded) ?? States.FindLongestWithin(folded) ?? letters switch
        {
            { Length: 0 } => null,
            { Length: 1 } => letters,
            _ => letters[..CodeLength],
        };
    }
}
