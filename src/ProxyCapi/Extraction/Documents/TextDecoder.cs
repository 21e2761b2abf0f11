using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace ProxyCapi.Extraction.Documents;

/// <summary>Bytes to text: byte order mark, then the header's charset, then the page's own, then UTF-8 if it is valid, else windows-1252.</summary>
internal static partial class TextDecoder
{
    /// <summary>Browsers look for the page's own word in its first 1024 bytes (html.spec.whatwg.org, section 13.2.3.2).</summary>
    private const int Prescan = 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes a body's plain bytes.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, string? contentType)
    {
        var (mark, length) = Mark(bytes);
        if (mark is not null)
        {
            return mark.GetString(bytes[length..]);
        }

        if ((CharsetLabels.Find(Charset(contentType)) ?? Meta(bytes)) is { } said)
        {
            return said.GetString(bytes);
        }

        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return CharsetLabels.Windows1252.GetString(bytes);
        }
    }

    /// <summary>Whether the bytes are UTF-16, in which no ASCII text can be found.</summary>
    public static bool IsWide(ReadOnlySpan<byte> bytes, string? contentType) =>
        bytes is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..] || IsWide(contentType);

    /// <summary>Whether a content type says so.</summary>
    public static bool IsWide(string? contentType) => contentType is not null && contentType.Contains("utf-16", StringComparison.OrdinalIgnoreCase);

    private static (Encoding? Encoding, int Length) Mark(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
        [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
        [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
        _ => (null, 0),
    };

    private static string? Charset(string? contentType) =>
        contentType is not null && MediaTypeHeaderValue.TryParse(contentType, out var value) ? value.CharSet
        : contentType is not null && CharsetParameter().Match(contentType) is { Success: true } match ? match.Groups[1].Value : null;

    private static Encoding? Meta(ReadOnlySpan<byte> bytes)
    {
        var head = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, Prescan)]);
        foreach (Match tag in MetaTag().Matches(CommentText().Replace(head, "")))
        {
            if (CharsetParameter().Match(tag.Value) is { Success: true } charset && CharsetLabels.Find(charset.Groups[1].Value) is { } encoding)
            {
                // A page that says UTF-16 in single bytes is not UTF-16.
                return encoding is UnicodeEncoding ? CharsetLabels.Find("utf-8") : encoding;
            }
        }

        return null;
    }

    [GeneratedRegex("""charset\s*=\s*["']?\s*([^\s"'/>;]+)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CharsetParameter();

    [GeneratedRegex("<meta[\\s/][^>]*>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MetaTag();

    [GeneratedRegex("<!--.*?(?:-->|\\z)", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex CommentText();
}
