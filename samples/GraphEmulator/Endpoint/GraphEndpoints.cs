using GraphEmulator.Judgement;

namespace GraphEmulator.Endpoint;

/// <summary>The addresses of the Graph API that there are here, and an answer in its words for all others.</summary>
internal static class GraphEndpoints
{
    public static void MapGraph(this WebApplication app)
    {
        var events = app.Services.GetRequiredService<EventsEndpoint>();
        app.MapPost("/{version}/{pixel}/events", events.HandleAsync);
        app.MapMethods("/{version}/{pixel}/events", [HttpMethods.Get, HttpMethods.Put, HttpMethods.Delete], context => SendAsync(
            context, new(400, 100, "Unsupported request: events are posted") { Type = "GraphMethodException", Subcode = 33 }));
        app.MapFallback("{*path}", context => SendAsync(context, new(400, 2500, "Unknown path components")));
    }

    private static Task SendAsync(HttpContext context, GraphError error) =>
        GraphAnswer.Error(error).SendAsync(context.Response, [], slow: null, context.RequestAborted);
}
