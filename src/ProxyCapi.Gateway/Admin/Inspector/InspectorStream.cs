using System.Text;
using System.Text.Json;
using ProxyCapi.Diagnostics.Stories;

namespace ProxyCapi.Gateway.Admin.Inspector;

/// <summary>Server-sent events: every change of a story, as soon as it happens, gathered for a moment so that a busy shop does not drown its watcher.</summary>
internal sealed class InspectorStream(EventStories stories, IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>At most four messages a second.</summary>
    private static readonly TimeSpan Gathered = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    // More than the page shows: whatever it has on the screen is told of.
    private const int MostAtOnce = 500;

    /// <summary>Writes until the browser leaves or the gateway stops.</summary>
    public async Task WriteAsync(HttpContext context, long? after)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        var version = Last(context) ?? after ?? stories.Version;
        try
        {
            // A page that has known another process begins anew: numbers mean something else now.
            await SendAsync(context, $"event: hello\ndata: {InspectorQueries.Instance}\n\n", end.Token);
            while (!end.IsCancellationRequested)
            {
                version = await SendChangesAsync(context, version, end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The browser has left, or the gateway stops: it asks again by itself.
        }
    }

    // What a browser sends when it comes again by itself: the id of the last message it got.
    private static long? Last(HttpContext context) =>
        context.Request.Headers["Last-Event-ID"].ToString().Split('-') is [var instance, var number] && instance == InspectorQueries.Instance && long.TryParse(number, out var version) ? version : null;

    private async Task<long> SendChangesAsync(HttpContext context, long version, CancellationToken cancellationToken)
    {
        try
        {
            await stories.WaitForChangeAsync(version, cancellationToken).WaitAsync(Quiet, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Something has to be written now and then: a proxy in between would take the silence for an end.
            await SendAsync(context, ": still here\n\n", cancellationToken);
            return version;
        }

        var newest = stories.Version;
        var changed = stories.ChangedSince(version);
        var lines = JsonSerializer.Serialize(changed.TakeLast(MostAtOnce).Select(StoryView.Line), InspectorJson.Options);
        await SendAsync(context, $"id: {InspectorQueries.Instance}-{newest}\ndata: {lines}\n\n", cancellationToken);
        await Task.Delay(Gathered, time, cancellationToken);
        return newest;
    }

    private static async Task SendAsync(HttpContext context, string text, CancellationToken cancellationToken)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
    }
}
