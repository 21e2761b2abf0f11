using System.Text.Json;

namespace GraphEmulator.Journal;

/// <summary>One event that was accepted and committed.</summary>
/// <param name="Number">Counts accepted events from 1 on, since the start or the last reset.</param>
/// <param name="Request">Number of the request that brought it.</param>
/// <param name="Received">When it was committed.</param>
/// <param name="Pixel">The pixel id of the path.</param>
/// <param name="EventName">The event's name.</param>
/// <param name="EventId">The event's id, if it has one.</param>
/// <param name="IsRepeat">Whether the journal already held one with the same pixel, name and id. Meta would discard it; the journal keeps each commit.</param>
/// <param name="Json">The event as it came, UTF-8.</param>
public sealed record AcceptedEvent(
    long Number, long Request, DateTimeOffset Received, string Pixel, string EventName, string? EventId, bool IsRepeat, ReadOnlyMemory<byte> Json)
{
    /// <summary>Parses the event. The caller may keep the element.</summary>
    public JsonElement Parse() => JsonElement.Parse(Json.Span);
}
