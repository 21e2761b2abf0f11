using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ProxyCapi.FunctionalTests.Hosting;

/// <summary>A site that answers in every way that a proxy must leave alone: design.md section 9, "bytes to the client".</summary>
internal sealed class ByteMatrixOrigin : IAsyncDisposable
{
    /// <summary>Answers that are the same each time, by path.</summary>
    public static readonly string[] Paths =
    [
        "/identity", "/large", "/chunked", "/gzip", "/br", "/zstd", "/latin1", "/json", "/empty", "/status/201", "/status/204", "/status/205",
        "/status/206", "/status/302", "/status/304", "/status/404", "/status/500", "/trailers", "/headers", "/no-type",
    ];

    private readonly WebApplication _app;

    private ByteMatrixOrigin(WebApplication app)
    {
        _app = app;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        Http1 = new Uri(addresses[0]);
        Http2 = new Uri(addresses[1]);
    }

    /// <summary>A page of 30 KB.</summary>
    public static byte[] Page { get; } = Encoding.UTF8.GetBytes(
        "<!doctype html><title>Thanks</title>" + string.Concat(Enumerable.Range(0, 1200).Select(i => $"<p>line {i} – ä</p>\n")));

    /// <summary>Where it answers HTTP/1.1.</summary>
    public Uri Http1 { get; }

    /// <summary>Where it answers HTTP/2 without TLS.</summary>
    public Uri Http2 { get; }

    /// <summary>Lets <c>/sse</c> send its second event, and <c>/abort</c> break off.</summary>
    public TaskCompletionSource SecondEvent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The body of the first request to <c>/form</c>.</summary>
    public TaskCompletionSource<byte[]> LastForm { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<ByteMatrixOrigin> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        app.UseWebSockets();
        ByteMatrixOrigin? origin = null;
        app.Run(context => origin!.AnswerAsync(context));
        await app.StartAsync();
        return origin = new ByteMatrixOrigin(app);
    }

    /// <summary>The n-th block of a download: not compressible, not all alike.</summary>
    public static void FillBlock(Span<byte> block, long index) => new Random((int)(index & 0xFF)).NextBytes(block);

    public async ValueTask DisposeAsync()
    {
        SecondEvent.TrySetResult();
        await _app.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return path[0] switch
        {
            "identity" => SendAsync(context, "text/html; charset=utf-8", Page),
            "large" => SendAsync(context, "text/html", [.. Enumerable.Repeat(Page, 6).SelectMany(page => page)]),
            "chunked" => ChunkedAsync(context),
            "gzip" => EncodedAsync(context, "gzip", Compress(body => new GZipStream(body, CompressionLevel.Fastest))),
            "br" => EncodedAsync(context, "br", Compress(body => new BrotliStream(body, CompressionLevel.Fastest))),
            "zstd" => EncodedAsync(context, "zstd", SHA512.HashData(Page)),
            "latin1" => SendAsync(context, "text/html; charset=iso-8859-1", [0x3C, 0x70, 0x3E, 0xE4, 0xFF, 0x00, 0x80, 0xC3]),
            "json" => SendAsync(context, "application/json", "{\"order\":{\"id\":\"A-17\"}}"u8.ToArray()),
            "empty" => SendAsync(context, "text/html", []),
            "status" => StatusAsync(context, int.Parse(path[1], System.Globalization.CultureInfo.InvariantCulture)),
            "trailers" => TrailersAsync(context),
            "headers" => HeadersAsync(context),
            "no-type" => SendAsync(context, null, Page),
            "sse" => EventsAsync(context),
            "ws" => EchoAsync(context),
            "download" => DownloadAsync(context, long.Parse(path[1], System.Globalization.CultureInfo.InvariantCulture)),
            "upload" => UploadAsync(context),
            "form" => FormAsync(context),
            "abort" => AbortAsync(context),
            "slow" => SlowAsync(context),
            _ => StatusAsync(context, 404),
        };
    }

    private static Task SendAsync(HttpContext context, string? contentType, byte[] body)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }

    private static Task EncodedAsync(HttpContext context, string encoding, byte[] body)
    {
        context.Response.Headers.ContentEncoding = encoding;
        context.Response.Headers.Vary = "Accept-Encoding";
        return SendAsync(context, "text/html; charset=utf-8", body);
    }

    private static byte[] Compress(Func<Stream, Stream> encoder)
    {
        using var body = new MemoryStream();
        using (var stream = encoder(body))
        {
            stream.Write(Page);
        }

        return body.ToArray();
    }

    private static async Task ChunkedAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html";
        for (var at = 0; at < Page.Length; at += 7001)
        {
            await context.Response.Body.WriteAsync(Page.AsMemory(at, Math.Min(7001, Page.Length - at)));
            await context.Response.Body.FlushAsync();
        }
    }

    private static Task StatusAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.ETag = "\"abc\"";
        if (status is 204 or 205 or 304)
        {
            return Task.CompletedTask;
        }

        context.Response.Headers.Location = status == 302 ? "/thanks" : default;
        context.Response.Headers.ContentRange = status == 206 ? "bytes 0-99/1000" : default;
        return SendAsync(context, "text/html", Page[..100]);
    }

    private static async Task TrailersAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html";
        await context.Response.Body.WriteAsync(Page);
        if (context.Response.SupportsTrailers())
        {
            context.Response.AppendTrailer("X-Checksum", "abc123");
        }
    }

    private static Task HeadersAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.SetCookie = new(["a=1; path=/; HttpOnly", "b=\"2\"; Secure"]);
        headers.ETag = "W/\"x\"";
        headers.LastModified = "Tue, 01 Sep 2026 10:00:00 GMT";
        headers.CacheControl = "no-store, max-age=0";
        headers["X-Odd"] = "a; b=\"c, d\"";
        headers["Content-Language"] = "de-AT";
        return SendAsync(context, "text/html;charset=UTF-8", Page);
    }

    private async Task EventsAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync("data: 1\n\n");
        await context.Response.Body.FlushAsync();
        await SecondEvent.Task.WaitAsync(context.RequestAborted);
        await context.Response.WriteAsync("data: 2\n\n");
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: not System.Net.WebSockets.WebSocketMessageType.Close } received)
        {
            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, context.RequestAborted);
        }

        await socket.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }

    private static async Task DownloadAsync(HttpContext context, long length)
    {
        context.Response.ContentType = "text/html";
        if (!context.Request.Query.ContainsKey("chunked"))
        {
            context.Response.ContentLength = length;
        }

        var block = new byte[64 * 1024];
        for (long sent = 0, index = 0; sent < length; index++)
        {
            FillBlock(block, index);
            var count = (int)Math.Min(block.Length, length - sent);
            await context.Response.Body.WriteAsync(block.AsMemory(0, count));
            sent += count;
        }
    }

    private static async Task UploadAsync(HttpContext context)
    {
        var hash = await SHA256.HashDataAsync(context.Request.Body);
        await SendAsync(context, "application/json", Encoding.ASCII.GetBytes($"\"{Convert.ToHexString(hash)}\""));
    }

    private async Task FormAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        LastForm.TrySetResult(body.ToArray());
        await SendAsync(context, "text/html", Page);
    }

    private async Task AbortAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html";
        await context.Response.Body.WriteAsync(Page);
        await context.Response.Body.FlushAsync();
        await SecondEvent.Task;
        context.Abort();
    }

    private static async Task SlowAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html";
        await context.Response.Body.WriteAsync(Page);
        await context.Response.Body.FlushAsync();
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    }
}
