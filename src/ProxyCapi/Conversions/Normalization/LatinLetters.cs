using System.Collections.Frozen;

namespace ProxyCapi.Conversions.Normalization;

/// <summary>The letters a to z of a text, which is how names of states and countries are compared.</summary>
/// <remarks>
/// Accents are folded by a table: <c>string.Normalize</c> does nothing where the host runs with invariant globalization.
/// </remarks>
internal static class LatinLetters
{
    private static readonly FrozenDictionary<char, char> Accented = Read();

    /// <summary>The text in lower case without anything but a to z.</summary>
    public static string Of(string value) =>
        CharacterFilter.Keep(JavaScriptText.ToLower(value), static c => char.IsAsciiLetterLower(c));

    /// <summary>As <see cref="Of"/>, with letters that carry an accent as their base letters.</summary>
    public static string Folded(string value)
    {
        var lower = JavaScriptText.ToLower(value);
        return CharacterFilter.Keep(
            lower.AsSpan().ContainsAnyExceptInRange('\0', '\x7F') ? Fold(lower) : lower, static c => char.IsAsciiLetterLower(c));
    }

    private static string Fold(string lower) => string.Create(lower.Length, lower, static (folded, source) =>
    {
        for (var i = 0; i < source.Length; i++)
        {
            folded[i] = Accented.GetValueOrDefault(source[i], source[i]);
        }
    });

    private static FrozenDictionary<char, char> Read()
    {
        var letters = new Dictionary<char, char>();
        foreach (var line in EmbeddedData.ReadLines("accented-letters.txt"))
        {
            foreach (var accented in line.AsSpan(2))
            {
                letters.Add(accented, line[0]);
            }
        }

        return letters.ToFrozenDictionary();
    }
}
