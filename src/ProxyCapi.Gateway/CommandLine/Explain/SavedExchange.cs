using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.Extensions.Primitives;
using ProxyCapi.Capture;

namespace ProxyCapi.Gateway.CommandLine.Explain;

/// <summary>An exchange out of files: the page as a browser saves it, its address, and the request if somebody recorded it.</summary>
internal static class SavedExchange
{
    // No shop's page is as long; a small file may say that it is.
    private const int MaxPage = 16 * 1024 * 1024;

    /// <summary>Reads the files.</summary>
    /// <param name="page">The answer's body.</param>
    /// <param name="url">The page's address.</param>
    /// <param name="request">A request as it travels: request line, header fields, empty line, body; <see langword="null"/>: a plain GET.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static Exchange Read(FileInfo page, Uri url, FileInfo? request)
    {
        var body = Plain(File.ReadAllBytes(page.FullName));
        var (method, headers, form) = request is null ? ("GET", [], []) : ReadRequest(File.ReadAllBytes(request.FullName));
        return new Exchange
        {
            ReceivedAt = TimeProvider.System.GetUtcNow(),
            Method = method,
            Scheme = url.Scheme,
            Host = url.Authority,
            Path = url.AbsolutePath,
            QueryString = url.Query,
            RemoteIpAddress = IPAddress.Loopback,
            RequestHeaders = Fields(headers),
            StatusCode = 200,
            ResponseHeaders = ReadOnlyFields<StringValues>.Empty,
            RequestBody = CapturedBody.FromBytes(form, headers.Find(header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value),
            // A saved file says its charset itself, or is UTF-8.
            ResponseBody = CapturedBody.FromBytes(body, IsJson(body) ? "application/json" : "text/html"),
            Matches = [],
        };
    }

    // A browser saves a page decoded, a recorder as it travelled.
    private static byte[] Plain(byte[] saved)
    {
        if (saved is not [0x1F, 0x8B, ..])
        {
            return saved;
        }

        using var source = new GZipStream(new MemoryStream(saved), CompressionMode.Decompress);
        var plain = new byte[MaxPage];
        return plain[..source.ReadAtLeast(plain, plain.Length, throwOnEndOfStream: false)];
    }

    private static bool IsJson(byte[] body)
    {
        var start = body.AsSpan().TrimStart("\t\r\n \uFEFF"u8);
        return !start.IsEmpty && start[0] is (byte)'{' or (byte)'[';
    }

    private static (string Method, List<KeyValuePair<string, string>> Headers, byte[] Body) ReadRequest(byte[] bytes)
    {
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        var length = end < 0 ? bytes.AsSpan().IndexOf("\n\n"u8) : end;
        var head = Encoding.Latin1.GetString(bytes, 0, length < 0 ? bytes.Length : length).Split('\n', StringSplitOptions.TrimEntries);
        var headers = head.Skip(1).Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries)).Where(pair => pair.Length == 2)
            .Select(pair => KeyValuePair.Create(pair[0], pair[1])).ToList();
        return (head[0].Split(' ')[0], headers, length < 0 ? [] : bytes[(length + (end < 0 ? 2 : 4))..]);
    }

    private static ReadOnlyFields<StringValues> Fields(List<KeyValuePair<string, string>> headers) =>
        new([.. headers.Select(header => KeyValuePair.Create(header.Key, new StringValues(header.Value)))], headers.Count);
}
