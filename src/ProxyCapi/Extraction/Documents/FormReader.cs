using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ProxyCapi.Extraction.Documents;

/// <summary>Reads a posted form: urlencoded, or the text parts of a multipart one. What a broken form gave before it broke is kept.</summary>
internal static class FormReader
{
    private const int MaxFields = 1024;
    private const int MaxFieldLength = 64 * 1024;

    // A page in another charset posts its forms in that charset, and no header says it: what is not UTF-8 is read as pages are.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The fields by name, in the order of the form; empty if it is no form.</summary>
    /// <param name="body">The body.</param>
    /// <param name="contentType">Its type, as sent.</param>
    /// <param name="isTruncated">Whether the body was cut off: then the field it was cut in is no field.</param>
    public static FormFields Read(byte[] body, string? contentType, bool isTruncated = false)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
        {
            return FormFields.Empty;
        }

        if (type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            var text = Encoding.Latin1.GetString(body);
            text = isTruncated ? text[..Math.Max(0, text.LastIndexOf('&'))] : text;
            return CharsetLabels.Find(type.Charset.Value) is { } said ? Fields(text, said)
                : Urlencoded(text, StrictUtf8) is { } fields ? InItsOwnCharset(text, fields)
                : InItsOwnCharset(text, Fields(text, CharsetLabels.Windows1252));
        }

        return type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 } boundary
            ? Multipart(body, boundary)
            : FormFields.Empty;
    }

    // A form with a field of this name is told its charset there (html.spec.whatwg.org, section 4.10.18.5).
    private static FormFields InItsOwnCharset(string text, FormFields fields) =>
        CharsetLabels.Find(fields.Find("_charset_")) is { } said && Urlencoded(text, said) is { } own ? own : fields;

    /// <summary>
    /// Percent signs first, charset second: the bytes of one character may stand half escaped, half plain. <see langword="null"/> if the
    /// bytes are not of a strict encoding.
    /// </summary>
    private static FormFields? Urlencoded(string text, Encoding encoding)
    {
        try
        {
            return Fields(text, encoding);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static FormFields Fields(string text, Encoding encoding)
    {
        var fields = new FormFields();
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries).Take(MaxFields))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? pair : pair[..equals];
            var value = equals < 0 ? "" : pair[(equals + 1)..];
            if (value.Length <= MaxFieldLength)
            {
                fields.Add(Unescape(name, encoding), Unescape(value, encoding));
            }
        }

        return fields;
    }

    private static string Unescape(string text, Encoding encoding)
    {
        var bytes = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                bytes[length++] = Convert.FromHexString(text.AsSpan(i + 1, 2))[0];
                i += 2;
            }
            else
            {
                bytes[length++] = text[i] == '+' ? (byte)' ' : (byte)text[i];
            }
        }

        return encoding.GetString(bytes, 0, length);
    }

    private static FormFields Multipart(byte[] body, string boundary)
    {
        var fields = new FormFields();
        var reader = new MultipartReader(boundary, new MemoryStream(body)) { BodyLengthLimit = body.Length };
        try
        {
            for (var i = 0; i < MaxFields && reader.ReadNextSectionAsync().GetAwaiter().GetResult() is { } section; i++)
            {
                if (section.GetContentDispositionHeader() is { } disposition && disposition.IsFormDisposition()
                    && HeaderUtilities.RemoveQuotes(disposition.Name).Value is { } name)
                {
                    using var value = new MemoryStream();
                    section.Body.CopyTo(value);
                    fields.Add(name, TextDecoder.Decode(value.GetBuffer().AsSpan(0, (int)value.Length), section.ContentType ?? "text/plain"));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            // The body was cut off at the limit: the fields before are good.
        }

        return fields;
    }
}
