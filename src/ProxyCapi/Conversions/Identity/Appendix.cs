namespace ProxyCapi.Conversions.Identity;

/// <summary>What Meta's Param Builder appends to a value to say who made it (meta-capi.md section 6.4).</summary>
internal static class Appendix
{
    private const int Length = 8;

    /// <summary>One of the six language tokens, or eight characters of base64url whatever they say (E6).</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length != Length)
        {
            return text is "AQ" or "Ag" or "Aw" or "BA" or "BQ" or "Bg";
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The value without its appendix, however often that was repeated.</summary>
    public static ReadOnlySpan<char> Remove(ReadOnlySpan<char> value)
    {
        var dot = value.LastIndexOf('.');
        if (dot < 0 || !IsValid(value[(dot + 1)..]))
        {
            return value;
        }

        var suffix = value[dot..];
        while (value.EndsWith(suffix))
        {
            value = value[..^suffix.Length];
        }

        return value;
    }
}
