namespace ProxyCapi.Conversions.Normalization;

/// <summary><c>fn</c>, <c>ln</c>: without white space and ASCII punctuation, lower case; letters of any script stay (meta-capi.md section 5.3).</summary>
internal static class NameNormalizer
{
    public static string? Normalize(string value)
    {
        var name = JsText.ToLower(JsText.Keep(value, static character => !JsText.IsWhiteSpace(character) && !IsAsciiPunctuation(character)));
        return name.Length == 0 ? null : name;
    }

    private static bool IsAsciiPunctuation(char character) =>
        character is (>= '!' and <= '/') or (>= ':' and <= '@') or (>= '[' and <= '`') or (>= '{' and <= '~');
}
