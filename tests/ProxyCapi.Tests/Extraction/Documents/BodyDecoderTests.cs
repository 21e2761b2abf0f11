using System.IO.Compression;
using System.Text;
using CsCheck;
using ProxyCapi.Capture;
using ProxyCapi.Diagnostics;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Tests.Extraction.Documents;

public class BodyDecoderTests
{
    private const int Limit = 1024 * 1024;

    public static TheoryData<string> Codings => ["gzip", "deflate", "raw-deflate", "br", "zstd"];

    [Theory]
    [InlineData("")]
    [InlineData("identity")]
    [InlineData("gzip")]
    [InlineData("GZip")]
    [InlineData("x-gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("deflate")]
    [InlineData("deflate", "raw-deflate")]
    [InlineData("gzip, br")]
    [InlineData("deflate, gzip")]
    [InlineData("zstd,br , identity")]
    public void TryDecode_PackedBody_IsThePlainOne(string contentEncoding, string? packedAs = null)
    {
        var page = Page(40_000);

        Assert.Equal(ExchangeReason.Converted, Decode(Pack(page, packedAs ?? contentEncoding), contentEncoding, out var decoded));
        Assert.Equal(page, decoded);
    }

    [Fact]
    public void TryDecode_NoBody_IsEmptyWhateverItsCoding()
    {
        Assert.Equal(ExchangeReason.Converted, Decode([], "gzip", out var decoded));
        Assert.Empty(decoded);
    }

    [Fact]
    public void TryDecode_GzipInSeveralMembers_IsAllOfThem()
    {
        Assert.Equal(ExchangeReason.Converted, Decode([.. Pack("ab"u8.ToArray(), "gzip"), .. Pack("cde"u8.ToArray(), "gzip")], "gzip", out var decoded));
        Assert.Equal("abcde"u8.ToArray(), decoded);
    }

    [Theory]
    [InlineData("compress")]
    [InlineData("gzip, unknown")]
    [InlineData("gzip, gzip, gzip, gzip")]
    public void TryDecode_UnknownOrTooManyCodings_IsUndecodable(string contentEncoding) =>
        Assert.Equal(ExchangeReason.Undecodable, Decode(Pack(Page(100), "gzip"), contentEncoding, out _));

    [Theory]
    [MemberData(nameof(Codings))]
    public void TryDecode_BodyThatBreaksOff_IsUndecodable(string coding)
    {
        var page = Page(20_000);
        var packed = Pack(page, coding);
        foreach (var length in Enumerable.Range(1, packed.Length - 1).Where(length => length < 40 || length > packed.Length - 40 || length % 97 == 0))
        {
            var reason = Decode(packed[..length], NameOf(coding), out var decoded);

            // Only the checksum may be missing: then the page is whole.
            Assert.True(reason == ExchangeReason.Undecodable || decoded.AsSpan().SequenceEqual(page), $"{length} of {packed.Length} bytes gave {decoded.Length} of {page.Length}");
        }
    }

    [Theory]
    [MemberData(nameof(Codings))]
    public void TryDecode_Bomb_IsTooLargeWithoutUnpackingIt(string coding)
    {
        var bomb = Pack(new byte[64 * Limit], coding);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(ExchangeReason.TooLarge, Decode(bomb, NameOf(coding), out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * Limit);
    }

    [Theory]
    [InlineData("deflate, gzip")]
    [InlineData("br, gzip")]
    [InlineData("gzip, br")]
    [InlineData("gzip, zstd")]
    public void TryDecode_BombInsideAnotherCoding_IsTooLargeWithoutUnpackingIt(string contentEncoding)
    {
        var outer = contentEncoding.Split(", ")[1];
        var bomb = Pack(new byte[64 * Limit], outer);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(ExchangeReason.TooLarge, Decode(bomb, contentEncoding, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * Limit);
    }

    [Fact]
    public void TryDecode_ExactlyTheLimit_IsDecodedAndOneMoreIsNot()
    {
        foreach (var coding in new[] { "identity", "gzip", "deflate", "br", "zstd" })
        {
            Assert.Equal(ExchangeReason.Converted, Decode(Pack(Page(Limit), coding), coding, out _));
            Assert.Equal(ExchangeReason.TooLarge, Decode(Pack(Page(Limit + 1), coding), coding, out _));
        }
    }

    [Fact]
    public void TryDecode_CutOffAtCapture_IsTooLarge()
    {
        var body = CapturedBody.FromBytes([1], "text/html", null, isTruncated: true);

        Assert.Equal(ExchangeReason.TooLarge, BodyDecoder.TryDecode(body, Limit, out _));
    }

    [Fact]
    public void TryDecode_ZlibThatAsksForADictionary_IsUndecodable() =>
        Assert.Equal(ExchangeReason.Undecodable, Decode([0x78, 0x20, 1, 2, 3, 4, 5, 6], "deflate", out _));

    [Fact]
    public void TryDecode_Garbage_NeverThrows() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.OneOf("gzip", "deflate", "br", "zstd", "gzip, br", "zstd, deflate"), Gen.OneOf(0, 2, 4, 10)).Sample((bytes, coding, kept) =>
        {
            // A right beginning leads further into the decoder than garbage from the first byte.
            var start = Pack(Page(500), coding);
            byte[] body = [.. start[..Math.Min(kept, start.Length)], .. bytes];
            Assert.NotEqual(ExchangeReason.Error, Decode(body, coding, out _));
        }, iter: 10_000);

    private static ExchangeReason Decode(byte[] body, string contentEncoding, out byte[] decoded) =>
        BodyDecoder.TryDecode(CapturedBody.FromBytes(body, "text/html", contentEncoding), Limit, out decoded);

    private static string NameOf(string coding) => coding == "raw-deflate" ? "deflate" : coding;

    private static byte[] Page(int length)
    {
        var text = new StringBuilder(length + 20);
        for (var i = 0; text.Length < length; i++)
        {
            text.Append("<p>").Append(i * 7919 % 10007).Append("</p>");
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, length));
    }

    private static byte[] Pack(byte[] plain, string contentEncoding) =>
        contentEncoding.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Aggregate(plain, (bytes, coding) =>
        {
            var packed = new MemoryStream();
            using (var stream = Packing(packed, coding.ToLowerInvariant()))
            {
                stream.Write(bytes);
            }

            return packed.ToArray();
        });

    private static Stream Packing(Stream packed, string coding) => coding switch
    {
        "gzip" or "x-gzip" => new GZipStream(packed, CompressionLevel.Optimal),
        "deflate" => new ZLibStream(packed, CompressionLevel.Optimal),
        "raw-deflate" => new DeflateStream(packed, CompressionLevel.Optimal),
        "br" => new BrotliStream(packed, CompressionLevel.Fastest),
        "zstd" => new ZstdSharp.CompressionStream(packed),
        _ => packed,
    };
}
