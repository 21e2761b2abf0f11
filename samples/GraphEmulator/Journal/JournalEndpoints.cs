using System.Globalization;
using System.Text;

namespace GraphEmulator.Journal;

/// <summary>The journal over HTTP.</summary>
internal static class JournalEndpoints
{
    public static void MapJournal(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api");
        api.MapGet("/events", WriteEventsAsync);
        api.MapDelete("/events", (GraphJournal journal) =>
        {
            journal.Clear();
            return TypedResults.NoContent();
        });
        api.MapGet("/requests", (GraphJournal journal, string? pixel, RequestOutcome? outcome, long after = 0, int limit = int.MaxValue) =>
            TypedResults.Ok(journal.Requests
                .Where(request => request.Number > after && (pixel is null || request.Pixel == pixel) && (outcome is null || request.Outcome == outcome))
                .TakeLast(limit)));
        api.MapGet("/summary", (GraphJournal journal) => TypedResults.Ok(journal.Summary));
        api.MapGet("/ids", WriteIdsAsync);
    }

    private static Task WriteEventsAsync(
        HttpContext context, GraphJournal journal, string? pixel, [Microsoft.AspNetCore.Mvc.FromQuery(Name = "event_name")] string? eventName, long after = 0, int limit = int.MaxValue) =>
        JournalWriter.WriteAsync(
            context.Response,
            journal.Events
                .Where(accepted => accepted.Number > after && (pixel is null || accepted.Pixel == pixel) && (eventName is null || accepted.EventName == eventName))
                .TakeLast(limit),
            context.RequestAborted);

    /// <summary>One line for each event name and id: the id, a tab, how often it was committed.</summary>
    private static async Task WriteIdsAsync(HttpContext context, GraphJournal journal, string? pixel)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        await using var text = new StreamWriter(context.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024);
        foreach (var (key, commits) in journal.Commits)
        {
            if (pixel is null || key.Pixel == pixel)
            {
                await text.WriteAsync(OnOneLine(key.EventId));
                await text.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"\t{commits}\n"));
            }
        }

        await text.FlushAsync(context.RequestAborted);
    }

    /// <summary>An id is any text; control characters in it must not make lines of their own.</summary>
    private static string OnOneLine(string id) => id.Any(char.IsControl)
        ? string.Concat(id.Select(character => char.IsControl(character) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}") : character.ToString()))
        : id;
}
