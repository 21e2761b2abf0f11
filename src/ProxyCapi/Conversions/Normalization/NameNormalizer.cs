namespace ProxyCapi.Conversions.Normalization;

/// <summary><c>fn</c> and <c>ln</c> (meta-capi.md section 5.3).</summary>
internal static class NameNormalizer
{
    public static string? Normalize(string value) =>
        CharacterFilter.Keep(value, static c => !IsAsciiPunctuation(c) && !JavaScriptText.IsWhiteSpace(c)) is { Length: > 0 } name
            ? JavaScriptText.ToLower(name)
            : null;

    // Typographic quotes and dashes stay, as in the pixel.
    private static bool IsAsciiPunctuation(char c) => c is (>= '!' and <= '/') or (>= ':' and <= '@') or (>= '[' and <= '`') or (>= '{' and <= '~');
}
