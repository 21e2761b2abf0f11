namespace ProxyCapi.Conversions.Identity;

/// <summary>The format that <c>_fbp</c> and <c>_fbc</c> share: <c>fb.index.milliseconds.payload[.appendix]</c> (meta-capi.md section 6.1).</summary>
internal static class MetaCookie
{
    private const int MaxLength = 1024;

    /// <summary>The payload of a valid value, or <see langword="null"/>: an invalid cookie counts as absent.</summary>
    public static string? Payload(string? value)
    {
        if (value is null || value.Length > MaxLength)
        {
            return null;
        }

        var segments = value.Split('.');
        return segments.Length is 4 or 5
            && segments[0] == "fb" && IsDigits(segments[1]) && IsDigits(segments[2]) && segments[3].Length > 0
            && (segments.Length == 4 || IsAppendix(segments[4]))
            && !value.AsSpan().ContainsAnyInRange('\0', ' ')
            ? segments[3]
            : null;
    }

    private static bool IsDigits(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    // E6: any eight characters of base64url; what they decode to is nobody's business here.
    private static bool IsAppendix(string text) => text is "AQ" or "Ag" or "Aw" or "BA" or "BQ" or "Bg"
        || (text.Length == 8 && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'));
}
