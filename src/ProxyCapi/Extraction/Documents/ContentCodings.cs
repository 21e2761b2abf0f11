using System.Buffers;
using System.IO.Compression;

namespace ProxyCapi.Extraction.Documents;

/// <summary>Undoes one content coding (RFC 9110 section 8.4.1). Half a page proves nothing, so what breaks off counts as damaged.</summary>
internal static class ContentCodings
{
    /// <summary>Header, an empty block, checksum, length (RFC 1952 section 2.3).</summary>
    private const int ShortestGzip = 20;
    private const int GzipLengthBytes = 4;

    /// <summary>A decoder needs no larger window for content that browsers accept: 8 MB (RFC 9659 section 3).</summary>
    private const int LargestZstdWindowLog = 23;

    /// <summary>Behind the end of whole data it changes nothing; it is longer than the longest header of a block, which gives no bytes by itself.</summary>
    private static readonly byte[] Filler = Enumerable.Repeat((byte)0xAA, 1024).ToArray();

    /// <summary>Unpacks bytes.</summary>
    /// <param name="packed">The bytes.</param>
    /// <param name="coding">The coding's name in lower case.</param>
    /// <param name="maxBytes">Most bytes of the result.</param>
    /// <returns><see langword="null"/> if the result would be longer.</returns>
    /// <exception cref="InvalidDataException">The bytes are damaged, or break off.</exception>
    /// <exception cref="NotSupportedException">The coding is unknown.</exception>
    public static byte[]? Unpack(byte[] packed, string coding, int maxBytes) => coding switch
    {
        "identity" => packed,
        "gzip" or "x-gzip" => Inflate(packed, static stream => new GZipStream(stream, CompressionMode.Decompress), maxBytes),
        "deflate" => Inflate(packed, IsZlib(packed) ? static stream => new ZLibStream(stream, CompressionMode.Decompress) : static stream => new DeflateStream(stream, CompressionMode.Decompress), maxBytes),
        "br" => Brotli(packed, maxBytes),
        "zstd" => Zstd(packed, maxBytes),
        _ => throw new NotSupportedException("Unknown content coding."),
    };

    // "deflate" means zlib (RFC 9110 section 8.4.1.2), but sites send the bare stream as well: a zlib header tells (RFC 1950 section 2.2).
    private static bool IsZlib(byte[] packed) => packed.Length >= 2 && (packed[0] & 0x0F) == 8 && ((packed[0] << 8) | packed[1]) % 31 == 0;

    private static byte[]? Inflate(byte[] packed, Func<Stream, Stream> open, int maxBytes)
    {
        using var stream = open(new MemoryStream(packed));
        byte[]? plain;
        try
        {
            plain = Read(stream, maxBytes);
        }
        catch (IOException exception)
        {
            // What zlib says of a header that asks for a dictionary, which no site can have given; the framework gives it no public type.
            throw new InvalidDataException("The data is damaged.", exception);
        }

        return plain is null || EndsWithLength(packed, plain.Length) || HasEnded(packed, open, plain.Length)
            ? plain
            : throw new InvalidDataException("The data breaks off.");
    }

    // A whole gzip member ends with the length of its plain bytes (RFC 1952 section 2.3.1): the usual case, told without another pass.
    private static bool EndsWithLength(byte[] packed, int length) =>
        packed.Length >= ShortestGzip && packed[0] == 0x1F && System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(packed.AsSpan(^GzipLengthBytes)) == length;

    // The framework takes the end of its input for the end of the data. Bytes behind the end tell: whoever still waits for data takes them.
    private static bool HasEnded(byte[] packed, Func<Stream, Stream> open, int length)
    {
        try
        {
            using var stream = open(new MemoryStream([.. packed, .. Filler]));
            return Read(stream, length)?.Length == length;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return false;
        }
    }

    private static byte[]? Brotli(byte[] packed, int maxBytes)
    {
        using var decoder = new BrotliDecoder();
        var plain = new ArrayBufferWriter<byte>();
        var rest = packed.AsSpan();
        while (true)
        {
            var status = decoder.Decompress(rest, plain.GetSpan(32 * 1024), out var consumed, out var written);
            plain.Advance(written);
            rest = rest[consumed..];
            if (plain.WrittenCount > maxBytes)
            {
                return null;
            }

            switch (status)
            {
                case OperationStatus.Done:
                    return plain.WrittenSpan.ToArray();
                case OperationStatus.NeedMoreData or OperationStatus.InvalidData:
                    throw new InvalidDataException("The data is damaged or breaks off.");
            }
        }
    }

    private static byte[]? Zstd(byte[] packed, int maxBytes)
    {
        using var stream = new ZstdSharp.DecompressionStream(new MemoryStream(packed));
        stream.SetParameter(ZstdSharp.Unsafe.ZSTD_dParameter.ZSTD_d_windowLogMax, LargestZstdWindowLog);
        try
        {
            return Read(stream, maxBytes);
        }
        catch (Exception exception) when (exception is ZstdSharp.ZstdException or EndOfStreamException)
        {
            throw new InvalidDataException("The data is damaged or breaks off.", exception);
        }
    }

    private static byte[]? Read(Stream stream, int maxBytes)
    {
        using var plain = new MemoryStream();
        var block = new byte[32 * 1024];
        while (stream.Read(block, 0, block.Length) is var count and > 0)
        {
            if (plain.Length + count > maxBytes)
            {
                return null;
            }

            plain.Write(block, 0, count);
        }

        return plain.ToArray();
    }
}
