namespace ProxyCapi.Conversions.Normalization;

/// <summary>Tells what is hashed already (meta-capi.md section 5.2, step 3): hashing it again would match nobody.</summary>
internal static class HashedValue
{
    /// <summary>The value as it goes out if it is a digest, with or without Param Builder's suffix; else <see langword="null"/>.</summary>
    public static string? Recognize(string value)
    {
        var text = JsText.Trim(value);
        if (IsDigest(text))
        {
            return text.ToLowerInvariant();
        }

        var dot = text.LastIndexOf('.');
        return dot > 0 && IsDigest(text.AsSpan(0, dot)) && IsSuffix(text.AsSpan(dot + 1)) ? text : null;
    }

    /// <summary>SHA-256 or MD5 in hex.</summary>
    public static bool IsDigest(ReadOnlySpan<char> text) =>
        text.Length is 64 or 32 && !text.ContainsAnyExcept(Hex);

    private static readonly System.Buffers.SearchValues<char> Hex = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");

    private static bool IsSuffix(ReadOnlySpan<char> suffix) =>
        suffix.Length == 8 || suffix is "AQ" or "Ag" or "Aw" or "BA" or "BQ" or "Bg";
}
