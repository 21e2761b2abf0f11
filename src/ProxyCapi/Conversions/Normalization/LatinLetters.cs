using System.Collections.Frozen;

namespace ProxyCapi.Conversions.Normalization;

/// <summary>Latin letters without their marks. A table, because a host in invariant globalization mode has no Unicode normalisation.</summary>
internal static class LatinLetters
{
    private static readonly FrozenDictionary<char, char> Plain = DataFile.Lines("latin-letters.txt")
        .SelectMany(line => line.Split(' '))
        .ToFrozenDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>The letters a to z of a text in lower case, marks taken off; everything else is left out.</summary>
    public static string Fold(string text)
    {
        var folded = new char[text.Length];
        var length = 0;
        foreach (var character in text)
        {
            var letter = char.IsAsciiLetter(character) ? (char)(character | 0x20) : Plain.GetValueOrDefault(character);
            if (letter != '\0')
            {
                folded[length++] = letter;
            }
        }

        return new string(folded, 0, length);
    }
}
