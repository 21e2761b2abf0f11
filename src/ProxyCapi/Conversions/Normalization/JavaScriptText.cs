namespace ProxyCapi.Conversions.Normalization;

/// <summary>
/// White space and lower-casing as a browser does them: Meta's pixel hashes what JavaScript makes of a value, and .NET differs in both
/// (meta-capi.md section 12).
/// </summary>
internal static class JavaScriptText
{
    private const char CapitalDottedI = '\u0130';
    private const char CapitalSigma = '\u03A3';

    /// <summary>ECMAScript's WhiteSpace and LineTerminator: U+FEFF is in, U+0085 is not.</summary>
    public static bool IsWhiteSpace(char c) => c switch
    {
        <= ' ' => c is ' ' or (>= '\t' and <= '\r'),
        < '\u1680' => c == '\u00A0',
        _ => c is '\u1680' or (>= '\u2000' and <= '\u200A') or '\u2028' or '\u2029' or '\u202F' or '\u205F' or '\u3000' or '\uFEFF',
    };

    /// <summary>The value without white space at its ends.</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> value)
    {
        var start = 0;
        while (start < value.Length && IsWhiteSpace(value[start]))
        {
            start++;
        }

        var end = value.Length;
        while (end > start && IsWhiteSpace(value[end - 1]))
        {
            end--;
        }

        return value[start..end];
    }

    /// <summary>The value without white space at its ends; the same string if there is none.</summary>
    public static string Trim(string value)
    {
        var trimmed = Trim(value.AsSpan());
        return trimmed.Length == value.Length ? value : trimmed.ToString();
    }

    /// <summary><c>String.prototype.toLowerCase</c>: full mapping of U+0130 and the final sigma, independent of any culture.</summary>
    public static string ToLower(string value)
    {
        var lower = value.ToLowerInvariant();
        return value.AsSpan().ContainsAny(CapitalDottedI, CapitalSigma) ? WithFullMappings(value, lower) : lower;
    }

    // .NET maps character by character, so both texts have the same length and positions.
    private static string WithFullMappings(string value, string lower)
    {
        var result = new System.Text.StringBuilder(value.Length + 4);
        for (var i = 0; i < value.Length; i++)
        {
            switch (value[i])
            {
                case CapitalDottedI:
                    result.Append("i\u0307");
                    break;
                case CapitalSigma:
                    result.Append(LetterCase.IsFinalSigma(value, i) ? '\u03C2' : '\u03C3');
                    break;
                default:
                    result.Append(lower[i]);
                    break;
            }
        }

        return result.ToString();
    }
}
