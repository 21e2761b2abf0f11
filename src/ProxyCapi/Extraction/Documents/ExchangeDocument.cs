using AngleSharp.Html.Dom;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Newtonsoft.Json.Linq;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Extraction.Documents;

/// <summary>One exchange as rules see it. Each view is made when something asks for it, and only once.</summary>
internal sealed class ExchangeDocument
{
    private readonly Lazy<(ExchangeReason Reason, byte[] Bytes)> _response;
    private readonly Lazy<string> _text;
    private readonly Lazy<IHtmlDocument> _html;
    private readonly Lazy<JToken?> _json;
    private readonly Lazy<byte[]> _requestBytes;
    private readonly Lazy<JToken?> _requestJson;
    private readonly Lazy<FormFields> _form;
    private readonly Lazy<Dictionary<string, StringValues>> _query;
    private readonly Lazy<Dictionary<string, string>> _cookies;
    private readonly Lazy<string?> _language;

    /// <param name="exchange">The exchange.</param>
    /// <param name="options">The limits in force.</param>
    public ExchangeDocument(Exchange exchange, CaptureOptions options)
    {
        Exchange = exchange;
        _response = new(() => DecodeResponse(exchange, options));
        _text = new(() => Readability == ExchangeReason.Converted ? TextDecoder.Decode(Bytes, exchange.ResponseBody.ContentType) : "");
        _html = new(() => HtmlReading.Parse(Text));
        _json = new(() => JsonReading.TryParse(Text));
        _requestBytes = new(() => Copy(exchange.RequestBody));
        _requestJson = new(() => JsonReading.TryParse(TextDecoder.Decode(_requestBytes.Value, exchange.RequestBody.ContentType)));
        _form = new(() => FormReader.Read(_requestBytes.Value, exchange.RequestBody.ContentType, exchange.RequestBody.IsTruncated));
        _query = new(() => Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(exchange.QueryString));
        _cookies = new(() => Cookies(exchange));
        _language = new(() => FindLanguage());
    }

    /// <summary>The exchange.</summary>
    public Exchange Exchange { get; }

    /// <summary><see cref="ExchangeReason.Converted"/> if the answer's body can be read, else why not.</summary>
    public ExchangeReason Readability => _response.Value.Reason;

    /// <summary>The answer's body as text; empty if it cannot be read.</summary>
    public string Text => _text.Value;

    /// <summary>The answer's body without its content coding; empty if it cannot be read.</summary>
    public byte[] Bytes => _response.Value.Bytes;

    /// <summary>The answer in bytes that can be searched for ASCII: those of UTF-16 are rewritten.</summary>
    public byte[] NarrowBytes => TextDecoder.IsWide(Bytes, Exchange.ResponseBody.ContentType) ? System.Text.Encoding.UTF8.GetBytes(Text) : Bytes;

    /// <summary>The answer as HTML.</summary>
    public IHtmlDocument Html => _html.Value;

    /// <summary>The answer as JSON, whatever its media type says; <see langword="null"/> if it is none.</summary>
    public JToken? Json => _json.Value;

    /// <summary>The request's body as JSON; <see langword="null"/> if it is none.</summary>
    public JToken? RequestJson => _requestJson.Value;

    /// <summary>The request's form fields.</summary>
    public FormFields Form => _form.Value;

    /// <summary>Language of the page, for numbers: its <c>lang</c>, else the answer's <c>Content-Language</c>.</summary>
    public string? Language => _language.Value;

    /// <summary>The page's address as the shopper sees it.</summary>
    public string Url => $"{Exchange.Scheme}://{Exchange.Host}{Exchange.Path}{Exchange.QueryString}";

    /// <summary>First value of a query key.</summary>
    public string? Query(string name) => _query.Value.TryGetValue(name, out var values) ? values[0] : null;

    /// <summary>A request cookie, unescaped once.</summary>
    public string? Cookie(string name) => _cookies.Value.GetValueOrDefault(name);

    private static (ExchangeReason Reason, byte[] Bytes) DecodeResponse(Exchange exchange, CaptureOptions options)
    {
        var reason = BodyDecoder.TryDecode(exchange.ResponseBody, options.MaxDecodedBytes, out var bytes);
        return (reason, bytes);
    }

    private static byte[] Copy(CapturedBody body)
    {
        // A request's coding is rare enough to be left alone; a form that was cut off still has its first fields.
        if (body.ContentEncoding is not (null or "" or "identity"))
        {
            return [];
        }

        using var buffer = new MemoryStream();
        using var stream = body.OpenRead();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }

    private static Dictionary<string, string> Cookies(Exchange exchange)
    {
        var cookies = new Dictionary<string, string>(StringComparer.Ordinal);
        if (exchange.RequestHeaders.TryGetValue(HeaderNames.Cookie, out var values)
            && CookieHeaderValue.TryParseList([.. values.OfType<string>()], out var parsed))
        {
            foreach (var cookie in parsed)
            {
                cookies.TryAdd(cookie.Name.ToString(), Uri.UnescapeDataString(cookie.Value.ToString()));
            }
        }

        return cookies;
    }

    private string? FindLanguage()
    {
        var lang = Readability == ExchangeReason.Converted && Text.Contains("lang", StringComparison.OrdinalIgnoreCase) && Json is null
            ? Html.DocumentElement?.GetAttribute("lang")
            : null;
        return !string.IsNullOrWhiteSpace(lang) ? lang.Trim()
            : Exchange.ResponseHeaders.TryGetValue(HeaderNames.ContentLanguage, out var header) ? header.ToString().Split(',')[0].Trim()
            : null;
    }
}
