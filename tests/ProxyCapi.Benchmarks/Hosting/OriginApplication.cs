using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ProxyCapi.Benchmarks.Hosting;

/// <summary>The site behind the proxies, and the Graph API's stand-in: it accepts every batch.</summary>
internal static class OriginApplication
{
    public static void Map(IEndpointRouteBuilder app)
    {
        Serve(app, "/plain", Pages.Small, "application/json");
        Serve(app, "/off/html30", Pages.Html30, "text/html; charset=utf-8");
        Serve(app, "/searched/html30", Pages.Html30, "text/html; charset=utf-8");
        Serve(app, "/searched/html150", Pages.Html150, "text/html; charset=utf-8");
        Serve(app, "/html30", Pages.Html30, "text/html; charset=utf-8");
        Serve(app, "/html150", Pages.Html150, "text/html; charset=utf-8");
        Serve(app, "/gzip30", Pages.Gzip30, "text/html; charset=utf-8", "gzip");
        Serve(app, "/gzip150", Pages.Gzip150, "text/html; charset=utf-8", "gzip");
        Serve(app, "/purchase30", Pages.Html30, "text/html; charset=utf-8");
        app.MapGet("/chunked", context => WriteInPiecesAsync(context, Pages.Html30, pieces: 30, pause: TimeSpan.Zero));
        app.MapGet("/slow", context => WriteInPiecesAsync(context, Pages.Html30, pieces: 4, pause: TimeSpan.FromMilliseconds(2)));
        app.MapPost("/api/orders", async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.StatusCode = StatusCodes.Status201Created;
            await WriteAsync(context, Pages.OrderAnswer, "application/json", null);
        });
        app.MapPost("/{version}/{pixel}/events", AcceptAsync);
    }

    private static void Serve(IEndpointRouteBuilder app, string path, byte[] body, string contentType, string? encoding = null) =>
        app.MapGet(path, context => WriteAsync(context, body, contentType, encoding));

    private static async Task WriteAsync(HttpContext context, byte[] body, string contentType, string? encoding)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        if (encoding is not null)
        {
            context.Response.Headers.ContentEncoding = encoding;
        }

        await context.Response.Body.WriteAsync(body);
    }

    private static async Task WriteInPiecesAsync(HttpContext context, byte[] body, int pieces, TimeSpan pause)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        var size = (body.Length / pieces) + 1;
        for (var offset = 0; offset < body.Length; offset += size)
        {
            await context.Response.Body.WriteAsync(body.AsMemory(offset, Math.Min(size, body.Length - offset)));
            await context.Response.Body.FlushAsync();
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause);
            }
        }
    }

    private static async Task AcceptAsync(HttpContext context)
    {
        using var batch = await System.Text.Json.JsonDocument.ParseAsync(context.Request.Body);
        await context.Response.WriteAsJsonAsync(new { events_received = batch.RootElement.GetProperty("data").GetArrayLength() });
    }
}
