using System.Globalization;
using System.Text.Json;
using ProxyCapi.Conversions.Matching;
using ProxyCapi.Diagnostics;
using ProxyCapi.Diagnostics.Stories;

namespace ProxyCapi.Delivery;

/// <summary>Tells what becomes of events on their way to Meta. Where nobody watches it costs a look at a flag.</summary>
/// <remarks>Never throws: a story is for people, and the answer of Meta that it tells of has to be settled.</remarks>
internal sealed class DeliveryStories
{
    private readonly EventStories _stories;
    private readonly TimeProvider _time;
    private readonly ProxyCapiMetrics _metrics;

    public DeliveryStories(EventStories stories, ProxyCapiMetrics metrics, TimeProvider time)
    {
        (_stories, _time, _metrics) = (stories, time, metrics);
        metrics.TellOfLeaving(Left);
    }

    /// <summary>A request with items was answered, or was not.</summary>
    public void Attempted(IReadOnlyList<LeasedItem> items, GraphVerdict verdict, TimeSpan elapsed)
    {
        var answer = verdict.Action == GraphAction.Ok ? "accepted" : verdict.Label;
        var company = items.Count == 1 ? "alone" : string.Create(CultureInfo.InvariantCulture, $"with {items.Count - 1} others");
        var text = string.Create(CultureInfo.InvariantCulture, $"Sent {company}; after {elapsed.TotalSeconds:0.000} s: {answer}.");
        Each(items, "attempt", text, story => story with { Answer = answer });
    }

    /// <summary>Items reached their end.</summary>
    public void Ended(IReadOnlyList<LeasedItem> items, EventReason reason, string text)
    {
        var (outcome, tag) = Outcomes.Of(reason);
        ForEach(items, story => story.End(_time.GetUtcNow(), outcome, tag, text));
    }

    /// <summary>Items go back to the queue.</summary>
    public void Parked(IReadOnlyList<LeasedItem> items, Parking parking)
    {
        var why = parking.Note is { Length: > 0 } note ? $" ({note})" : "";
        var text = string.Create(
            CultureInfo.InvariantCulture, $"Waits{why}, not before {parking.Due.UtcDateTime:HH:mm:ss} UTC{(parking.InDoubt ? "; Meta may have it already" : "")}.");
        Each(items, "waiting", text, story => story with
        {
            State = parking.InDoubt || story.State == StoryState.InDoubt ? StoryState.InDoubt : StoryState.Waiting,
        });
    }

    private void Each(IReadOnlyList<LeasedItem> items, string step, string text, Func<EventStory, EventStory> change) =>
        ForEach(items, story => change(story.With(new StoryStep(_time.GetUtcNow(), step, text))));

    private void ForEach(IReadOnlyList<LeasedItem> items, Func<EventStory, EventStory> change)
    {
        foreach (var item in items)
        {
            Continue(item.Item, change);
        }
    }

    private void Left(OutboxItem item, EventReason reason)
    {
        var (outcome, tag) = Outcomes.Of(reason);
        Continue(item, story => story.End(_time.GetUtcNow(), outcome, tag, reason == EventReason.Duplicate
            ? "The same order was in the file that was brought back: it counts once."
            : "The outbox gave it up: the log says why."));
    }

    private void Continue(OutboxItem item, Func<EventStory, EventStory> change)
    {
        try
        {
            _stories.Continue(item.Pixel, item.EventName, item.EventId, () => FromOutbox(item), change);
        }
        catch (Exception)
        {
            _metrics.Failed("stories");
        }
    }

    /// <summary>The story of an event that an earlier process captured, as far as its own bytes tell it.</summary>
    private EventStory FromOutbox(OutboxItem item)
    {
        var story = new EventStory
        {
            EventTime = item.EventTime,
            EventName = item.EventName,
            EventId = item.EventId,
            Pixel = item.Pixel,
            Source = "outbox",
            IsTest = item.TestEventCode is not null,
            Steps = [new StoryStep(_time.GetUtcNow(), "queued", "Taken from the outbox: it was captured before this process, or too long ago to be remembered.")],
        };
        try
        {
            using var payload = JsonDocument.Parse(item.Payload);
            return Read(story, payload.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return story;
        }
    }

    private static EventStory Read(EventStory story, JsonElement payload)
    {
        string[] keys = payload.TryGetProperty("user_data", out var user)
            ? [.. user.EnumerateObject().Select(property => property.Name).Where(MatchKeys.All.Contains)]
            : [];
        story = story with
        {
            MatchKeys = keys,
            Quality = MatchQuality.Estimate(keys),
            Page = payload.TryGetProperty("event_source_url", out var page) ? page.GetString() : null,
        };
        return !payload.TryGetProperty("custom_data", out var custom) ? story : story with
        {
            Value = custom.TryGetProperty("value", out var value) && value.TryGetDecimal(out var amount) ? amount : null,
            Currency = custom.TryGetProperty("currency", out var currency) ? currency.GetString() : null,
            OrderId = custom.TryGetProperty("order_id", out var order) ? order.GetString() : null,
        };
    }
}
