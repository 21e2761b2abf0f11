using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ProxyCapi.CrashTests.Orders;

namespace ProxyCapi.CrashTests.Hosting;

/// <summary>The site behind the gateway: confirmation pages and an event stream.</summary>
internal static class OriginApplication
{
    /// <summary>An event stream that never ends by itself.</summary>
    public const string StreamPath = "/events";

    /// <summary>Composes it, at a free port.</summary>
    public static WebApplication Create()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/checkout/order-received/{number}", WriteAsync);
        app.MapGet(StreamPath, StreamAsync);
        return app;
    }

    /// <summary>One line, and then nothing until the other side goes.</summary>
    private static async Task StreamAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync("data: open\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task WriteAsync(HttpContext context, string number)
    {
        if (Order.IndexOf(number) is not { } index)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var page = ConfirmationPage.Of(index);
        context.Response.ContentType = "text/html; charset=utf-8";

        // Half of the pages say their length, the others come in chunks: the last byte is found in two ways.
        if (index % 2 == 0)
        {
            context.Response.ContentLength = page.Length;
        }

        await context.Response.Body.WriteAsync(page.AsMemory(0, page.Length / 2), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await context.Response.Body.WriteAsync(page.AsMemory(page.Length / 2), context.RequestAborted);
    }
}
