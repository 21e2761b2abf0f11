using ProxyCapi.Capture;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Extraction.Documents;

/// <summary>Undoes the content codings of a captured body, within a limit: a few kilobytes can unpack to gigabytes.</summary>
internal static class BodyDecoder
{
    /// <summary>More codings in a row than any site uses are an attack.</summary>
    private const int MaxCodings = 3;

    /// <summary>Decodes a body.</summary>
    /// <param name="body">The body as it travelled.</param>
    /// <param name="maxBytes">Most bytes after decoding.</param>
    /// <param name="decoded">The plain bytes, if the result is <see cref="ExchangeReason.Converted"/>.</param>
    /// <returns><see cref="ExchangeReason.Converted"/>, or why the body cannot be read.</returns>
    public static ExchangeReason TryDecode(CapturedBody body, int maxBytes, out byte[] decoded)
    {
        decoded = [];
        if (body.IsTruncated)
        {
            return ExchangeReason.TooLarge;
        }

        var codings = (body.ContentEncoding ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (codings.Length > MaxCodings)
        {
            return ExchangeReason.Undecodable;
        }

        var bytes = new byte[body.Length];
        using (var stream = body.OpenRead())
        {
            stream.ReadExactly(bytes);
        }

        try
        {
            // Applied in the order they are listed (RFC 9110 section 8.4), so undone from the last; each has the limit, or the first would be the bomb.
            foreach (var coding in bytes.Length == 0 ? [] : codings.Reverse())
            {
                if (ContentCodings.Unpack(bytes, coding.ToLowerInvariant(), maxBytes) is not { } plain)
                {
                    return ExchangeReason.TooLarge;
                }

                bytes = plain;
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or NotSupportedException)
        {
            return ExchangeReason.Undecodable;
        }

        if (bytes.Length > maxBytes)
        {
            return ExchangeReason.TooLarge;
        }

        decoded = bytes;
        return ExchangeReason.Converted;
    }
}
