using System.Text.Json;
using GraphEmulator.Journal;

namespace ProxyCapi.CrashTests.Judgement;

/// <summary>An event as Meta's stand-in has it.</summary>
/// <param name="OrderNumber">The order that it tells of.</param>
/// <param name="EventId">Its id.</param>
/// <param name="EventTime">When it happened, seconds since 1970.</param>
/// <param name="Value">What was paid.</param>
/// <param name="Received">When it was committed.</param>
internal sealed record DeliveredEvent(string OrderNumber, string EventId, long EventTime, decimal Value, DateTimeOffset Received)
{
    /// <summary>Every event of a pixel, oldest first, repeats included.</summary>
    public static IEnumerable<DeliveredEvent> Of(GraphJournal journal, string pixelId) =>
        journal.Events.Where(accepted => accepted.Pixel == pixelId).Select(Parse);

    private static DeliveredEvent Parse(AcceptedEvent accepted)
    {
        using var json = JsonDocument.Parse(accepted.Json);
        var custom = json.RootElement.GetProperty("custom_data");
        return new DeliveredEvent(
            custom.GetProperty("order_id").GetString()!, accepted.EventId!, json.RootElement.GetProperty("event_time").GetInt64(),
            custom.GetProperty("value").GetDecimal(), accepted.Received);
    }
}
