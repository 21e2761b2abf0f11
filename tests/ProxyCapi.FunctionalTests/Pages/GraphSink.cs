using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ProxyCapi.FunctionalTests.Pages;

/// <summary>Takes every batch and keeps its events as they came.</summary>
internal sealed class GraphSink : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<JsonObject> _events = new();

    private GraphSink(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public IReadOnlyList<JsonObject> Events => [.. _events];

    public static async Task<GraphSink> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var sink = new GraphSink(builder.Build());
        sink._app.MapPost("/{version}/{pixel}/events", async context =>
        {
            var batch = (await JsonNode.ParseAsync(context.Request.Body))!["data"]!.AsArray();
            foreach (var item in batch)
            {
                sink._events.Enqueue(item!.DeepClone().AsObject());
            }

            await context.Response.WriteAsJsonAsync(new { events_received = batch.Count, messages = Array.Empty<string>(), fbtrace_id = "A" });
        });
        await sink._app.StartAsync();
        return sink;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
