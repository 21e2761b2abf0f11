using System.Collections.Frozen;

namespace ProxyCapi.Extraction.Numbers;

/// <summary>The decimal mark of prices by language and region: CLDR 48, symbols of the default number system.</summary>
internal static class DecimalMarks
{
    private static readonly FrozenSet<string> Comma = FrozenSet.Create(
        StringComparer.Ordinal,
        "af", "az", "be", "bg", "bs", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fi", "fo", "fr", "gl", "hr", "hu", "hy", "id", "is", "it", "ka",
        "kk", "lt", "lv", "mk", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "tr", "uk", "uz", "vi");

    private static readonly FrozenSet<string> Point = FrozenSet.Create(
        StringComparer.Ordinal,
        "am", "ar", "bn", "cy", "en", "fa", "fil", "ga", "gu", "he", "hi", "iw", "ja", "kn", "ko", "ml", "mr", "ms", "mt", "pa", "si", "sw", "ta", "te", "th", "tl", "ur", "zh");

    // Regions that write prices otherwise than their language does elsewhere.
    private static readonly FrozenDictionary<string, char> Regions = new Dictionary<string, char>(StringComparer.Ordinal)
    {
        ["de-ch"] = '.',
        ["de-li"] = '.',
        ["it-ch"] = '.',
        ["fr-ch"] = '.',
        ["es-mx"] = '.',
        ["es-us"] = '.',
        ["es-gt"] = '.',
        ["es-hn"] = '.',
        ["es-ni"] = '.',
        ["es-pa"] = '.',
        ["es-pe"] = '.',
        ["es-pr"] = '.',
        ["es-sv"] = '.',
        ["es-do"] = '.',
        ["es-419"] = '.',
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The mark of a language tag (<c>de</c>, <c>de-CH</c>, <c>pt_BR</c>), or <see langword="null"/> if it is not known.</summary>
    public static char? Of(string? language)
    {
        if (string.IsNullOrWhiteSpace(language))
        {
            return null;
        }

        var tag = language.Trim().Replace('_', '-').ToLowerInvariant();
        if (Regions.TryGetValue(tag, out var mark))
        {
            return mark;
        }

        // South Africa writes a comma by the book and a point in shops.
        var primary = tag.Split('-')[0];
        return tag == "en-za" ? null : Comma.Contains(primary) ? ',' : Point.Contains(primary) ? '.' : null;
    }
}
