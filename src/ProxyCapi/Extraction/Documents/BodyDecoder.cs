using System.IO.Compression;
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

        try
        {
            // Applied in the order they are listed (RFC 9110 section 8.4), so undone from the last.
            var stream = codings.Reverse().Aggregate(body.OpenRead(), Unpack);
            using (stream)
            {
                return Read(stream, maxBytes, out decoded);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or NotSupportedException or ZstdSharp.ZstdException)
        {
            return ExchangeReason.Undecodable;
        }
    }

    private static Stream Unpack(Stream packed, string coding) => coding.ToLowerInvariant() switch
    {
        "identity" => packed,
        "gzip" or "x-gzip" => new GZipStream(packed, CompressionMode.Decompress),
        "br" => new BrotliStream(packed, CompressionMode.Decompress),
        "zstd" => new ZstdSharp.DecompressionStream(packed),
        "deflate" => Deflate(packed),
        _ => throw new NotSupportedException("Unknown content coding."),
    };

    // "deflate" means zlib (RFC 9110 section 8.4.1.2), but sites send the bare stream as well: a zlib header tells (RFC 1950 section 2.2).
    private static Stream Deflate(Stream packed)
    {
        var buffer = new MemoryStream();
        packed.CopyTo(buffer);
        buffer.Position = 0;
        var head = buffer.GetBuffer();
        var isZlib = buffer.Length >= 2 && (head[0] & 0x0F) == 8 && ((head[0] << 8) | head[1]) % 31 == 0;
        return isZlib ? new ZLibStream(buffer, CompressionMode.Decompress) : new DeflateStream(buffer, CompressionMode.Decompress);
    }

    private static ExchangeReason Read(Stream stream, int maxBytes, out byte[] decoded)
    {
        decoded = [];
        using var buffer = new MemoryStream();
        var block = new byte[32 * 1024];
        while (stream.Read(block, 0, block.Length) is var count and > 0)
        {
            if (buffer.Length + count > maxBytes)
            {
                return ExchangeReason.TooLarge;
            }

            buffer.Write(block, 0, count);
        }

        decoded = buffer.ToArray();
        return ExchangeReason.Converted;
    }
}
