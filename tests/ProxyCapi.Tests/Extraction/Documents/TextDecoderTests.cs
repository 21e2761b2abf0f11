using System.Text;
using CsCheck;
using ProxyCapi.Capture;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Tests.Extraction.Documents;

public class TextDecoderTests
{
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    public static TheoryData<string, string> Charsets => new()
    {
        { "utf-8", "Größe 12,50 € ü 表" },
        { "iso-8859-1", "Größe für Bücher" },
        { "iso-8859-15", "12,50 €" },
        { "windows-1252", "12,50 € – “Größe”" },
        { "windows-1250", "Košík žluťoučký" },
        { "windows-1251", "Заказ оплачен" },
        { "iso-8859-2", "Zażółć gęślą" },
        { "koi8-r", "Заказ" },
        { "Shift_JIS", "ソ表示能力の予定" }, // 0x5C as a second byte
        { "EUC-JP", "ご注文ありがとう" },
        { "GBK", "订单已支付" },
        { "gb2312", "订单" },
        { "big5", "訂單已付款" },
        { "euc-kr", "주문 완료" },
    };

    [Theory]
    [MemberData(nameof(Charsets))]
    public void Decode_CharsetInHeader_IsRead(string charset, string text) =>
        Assert.Equal(text, TextDecoder.Decode(EncodingOf(charset).GetBytes(text), $"text/html; charset=\"{charset}\""));

    [Theory]
    [MemberData(nameof(Charsets))]
    public void Decode_CharsetInMeta_IsRead(string charset, string text)
    {
        foreach (var meta in new[] { $"<meta charset='{charset}'>", $"<META http-equiv=\"Content-Type\" content=\"text/html; charset={charset}\" />" })
        {
            var page = $"<!doctype html><head><!-- charset --><title>x</title>{meta}</head><p>{text}</p>";
            Assert.Equal(page, TextDecoder.Decode(EncodingOf(charset).GetBytes(page), "text/html"));
        }
    }

    [Fact]
    public void Decode_Mark_BeatsTheHeaderAndTheHeaderBeatsMeta()
    {
        Assert.Equal("€", TextDecoder.Decode([0xEF, 0xBB, 0xBF, .. Utf8.GetBytes("€")], "text/html; charset=iso-8859-1"));
        Assert.Equal("a", TextDecoder.Decode([0xFF, 0xFE, 0x61, 0x00], "text/html; charset=utf-8"));
        Assert.Equal("a", TextDecoder.Decode([0xFE, 0xFF, 0x00, 0x61], null));
        var page = Utf8.GetBytes("<meta charset=windows-1251><p>€</p>");
        Assert.Equal(Utf8.GetString(page), TextDecoder.Decode(page, "text/html; charset=utf-8"));
    }

    [Theory]
    [InlineData(1000, "ü")]
    [InlineData(1024, "Ã¼")] // beyond what browsers look at: UTF-8 it is not, windows-1252 it is
    public void Decode_Meta_CountsInTheFirst1024Bytes(int end, string expected)
    {
        const string Meta = "<meta charset=utf-8>";
        byte[] page = [.. Utf8.GetBytes(new string(' ', end - Meta.Length + (end == 1024 ? 1 : 0)) + Meta), .. Utf8.GetBytes("ü"), .. end == 1024 ? [0xFC] : Array.Empty<byte>()];

        Assert.Contains(expected, TextDecoder.Decode(page, "text/html"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!-- <meta charset=windows-1251> --><p>ü</p>")]
    [InlineData("<meta charset=utf-16><p>ü</p>")]
    [InlineData("<meta charset=no-such-charset><p>ü</p>")]
    public void Decode_MetaThatDoesNotCount_IsUtf8(string page) => Assert.Equal(page, TextDecoder.Decode(Utf8.GetBytes(page), "text/html; charset=unknown"));

    [Fact]
    public void Decode_NobodySaysAndNotUtf8_IsWindows1252() => Assert.Equal("12 € für", TextDecoder.Decode([0x31, 0x32, 0x20, 0x80, 0x20, 0x66, 0xFC, 0x72], "text/html"));

    [Fact]
    public void Decode_PageInAnyTwoCharsets_ReadsTheSameField() =>
        Gen.Select(Gen.OneOf("utf-8", "iso-8859-1", "windows-1252", "iso-8859-15"), Gen.OneOf("utf-8", "windows-1254", "iso-8859-1"), Gen.Char['À', 'ÿ'].Array[1, 20], Gen.Bool).Sample((first, second, letters, inHeader) =>
        {
            // The letters that these charsets have in common, but for the few that Turkish replaces.
            var name = new string([.. letters.Where(letter => letter is not ('Ð' or 'Ý' or 'Þ' or 'ð' or 'ý' or 'þ' or '×' or '÷'))]) + "x";
            Assert.All(new[] { first, second }, charset =>
                Assert.Equal(name, Reading.Text("{css:p}", new TestExchange { ResponseBody = PageIn(charset, name, inHeader) })));
        });

    [Fact]
    public void Decode_AnyBytesAndType_NeverThrows() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.OneOf<string?>(null, "", "text/html", "text/html; charset=", "text/html; charset=shift_jis", "x; charset=utf-7", ";;;", "text/html; charset=iso-2022-jp", "text/html;charset=gb18030")).Sample((bytes, type) =>
            Assert.NotNull(TextDecoder.Decode(bytes, type)));

    [Theory]
    [InlineData("%FCber", "application/x-www-form-urlencoded", "über")] // a page in Latin-1 posts its form so, and nothing says it
    [InlineData("%C3%BCber", "application/x-www-form-urlencoded", "über")]
    [InlineData("%83%5C", "application/x-www-form-urlencoded; charset=Shift_JIS", "ソ")]
    [InlineData("%80%94", "application/x-www-form-urlencoded", "€”")]
    [InlineData("%83%5C&_charset_=Shift_JIS", "application/x-www-form-urlencoded", "ソ")]
    public void Read_UrlencodedForm_IsInItsCharset(string value, string contentType, string expected) =>
        Assert.Equal(expected, Reading.Text("{form:a}", TestExchange.Posted("a=" + value, contentType)));

    [Fact]
    public void Read_MultipartOfALatin1Page_IsWindows1252()
    {
        var body = Encoding.Latin1.GetBytes("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nüber\r\n--x--\r\n");

        Assert.Equal("über", Reading.Text("{form:a}", new TestExchange { RequestBody = CapturedBody.FromBytes(body, "multipart/form-data; boundary=x") }));
    }

    private static CapturedBody PageIn(string charset, string name, bool inHeader)
    {
        var page = inHeader ? $"<p>{name}</p>" : $"<meta charset={charset}><p>{name}</p>";
        return CapturedBody.FromBytes(EncodingOf(charset).GetBytes(page), inHeader ? $"text/html; charset={charset}" : "text/html");
    }

    private static Encoding EncodingOf(string charset) => charset == "utf-8" ? Utf8 : charset == "iso-8859-1" ? Encoding.Latin1 : CodePagesEncodingProvider.Instance.GetEncoding(charset == "GBK" ? "gb2312" : charset)!;
}
