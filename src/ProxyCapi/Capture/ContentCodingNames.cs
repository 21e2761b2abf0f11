namespace ProxyCapi.Capture;

/// <summary>The content codings whose bodies can be read later, so that others are not copied for nothing.</summary>
internal static class ContentCodingNames
{
    /// <summary>The names, in lower case (RFC 9110 section 8.4.1, RFC 7932, RFC 8878).</summary>
    public static readonly string[] All = ["identity", "gzip", "x-gzip", "deflate", "br", "zstd"];

    /// <summary>Whether every coding of a <c>Content-Encoding</c> field is one of them.</summary>
    public static bool AreKnown(ReadOnlySpan<char> field)
    {
        foreach (var range in field.Split(','))
        {
            var name = field[range].Trim();
            if (!name.IsEmpty && !IsKnown(name))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsKnown(ReadOnlySpan<char> name)
    {
        foreach (var known in All)
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
