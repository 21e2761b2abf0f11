using System.Collections.Frozen;

namespace ProxyCapi.Conversions.Normalization;

/// <summary><c>ge</c> (meta-capi.md section 5.3): a closed list of English words.</summary>
internal static class GenderNormalizer
{
    private static readonly FrozenDictionary<string, string> Words = Read();

    public static string? Normalize(string value) => Words.GetValueOrDefault(JavaScriptText.ToLower(JavaScriptText.Trim(value)));

    private static FrozenDictionary<string, string> Read()
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in EmbeddedData.ReadLines("gender-words.txt"))
        {
            var parts = line.Split(' ');
            foreach (var word in parts.AsSpan(1))
            {
                words.Add(word, parts[0]);
            }
        }

        return words.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
