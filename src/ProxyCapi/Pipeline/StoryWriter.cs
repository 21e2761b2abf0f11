using System.Globalization;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Conversions;
using ProxyCapi.Conversions.Matching;
using ProxyCapi.Conversions.Urls;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;
using ProxyCapi.Diagnostics.Stories;
using ProxyCapi.Extraction;
using ProxyCapi.Extraction.Discovery.Refusals;

namespace ProxyCapi.Pipeline;

/// <summary>Tells the beginning of each event's story: captured, extracted, checked, queued. Writes no value of a buyer's.</summary>
internal sealed class StoryWriter(EventStories stories, TimeProvider time)
{
    /// <summary>Where nobody watches.</summary>
    public static StoryWriter Off { get; } = new(EventStories.Off, TimeProvider.System);

    /// <summary>An event was made of a conversion, or refused.</summary>
    /// <returns>The story's number, for <see cref="Queued"/> and <see cref="Ended"/>.</returns>
    public long Begin(Conversion conversion, Exchange exchange, EventResult result, IReadOnlyList<string> keys, RuleSet rules)
    {
        if (!stories.IsOn)
        {
            return 0;
        }

        var made = result.Event;
        var story = new EventStory
        {
            EventTime = exchange.ReceivedAt,
            EventName = result.EventName,
            EventId = made?.EventId,
            OrderId = made is null ? null : made.CustomData.OrderId,
            Value = made?.CustomData.Value,
            Currency = made?.CustomData.Currency,
            Pixel = result.Pixel,
            Source = conversion.Source,
            Page = made is null ? AddressOf(exchange, rules) : made.EventSourceUrl,
            MatchKeys = keys,
            Quality = made is null ? null : MatchQuality.Estimate(keys),
            Consent = result.Consent is { } consent ? $"{consent.Tag}, {consent.Source}" : null,
            IsTest = result.Item?.TestEventCode is not null,
            Fields = made is null ? [] : FieldsOf(conversion, made),
            Steps =
            [
                new StoryStep(exchange.ReceivedAt, "captured", $"{exchange.Method} answered with {exchange.StatusCode.ToString(CultureInfo.InvariantCulture)}"),
                new StoryStep(time.GetUtcNow(), "extracted", $"{conversion.EventName} read by {(conversion.IsDiscovered ? conversion.Source : $"rule '{conversion.Source}'")}"),
            ],
        };
        return stories.Begin(result.Item is null ? End(story, result.Reason) : story.With(new StoryStep(time.GetUtcNow(), "checked", CheckedText(story))));
    }

    /// <summary>An event is in the outbox.</summary>
    public void Queued(long number, EnqueueResult result) => stories.Continue(number, story => story.State == StoryState.Ended ? story : story.With(new StoryStep(
        time.GetUtcNow(), "queued", result is EnqueueResult.Stored ? "In the outbox, on disk." : "In the outbox, in memory: the disk takes nothing at the moment.")));

    /// <summary>An event ended before it could be sent.</summary>
    public void Ended(long number, EventReason reason) => stories.Continue(number, story => End(story, reason));

    /// <summary>An exchange gave no event, and its operator may want to know why.</summary>
    public void Nothing(Exchange exchange, ReadResult result, RuleSet rules)
    {
        if (!stories.IsOn || !IsWorthTelling(exchange, result.Reason))
        {
            return;
        }

        var (outcome, reason) = Outcomes.Of(result.Reason);
        var now = time.GetUtcNow();
        var story = new EventStory
        {
            EventTime = exchange.ReceivedAt,
            Page = AddressOf(exchange, rules),
            Source = exchange.Matches.Count > 0 ? exchange.Matches[0].Rule.Name : Conversion.Discovery,
            Steps = [new StoryStep(exchange.ReceivedAt, "captured", $"{exchange.Method} answered with {exchange.StatusCode.ToString(CultureInfo.InvariantCulture)}")],
        };
        foreach (var rejection in result.Rejections.Take(10))
        {
            story = story.With(new StoryStep(now, "extracted", $"{rejection.Origin}: {rejection.Reason}"));
        }

        stories.Begin(story.End(now, outcome, reason, "It gave no event."));
    }

    private static bool IsWorthTelling(Exchange exchange, ExchangeReason reason) => reason switch
    {
        ExchangeReason.Unpaid or ExchangeReason.Refused or ExchangeReason.TooLarge or ExchangeReason.Undecodable or ExchangeReason.Error or ExchangeReason.Condition => true,
        ExchangeReason.NoConversion => ConfirmationAddress.Is(exchange.Path),
        _ => false,
    };

    private EventStory End(EventStory story, EventReason reason)
    {
        var (outcome, tag) = Outcomes.Of(reason);
        return story.End(time.GetUtcNow(), outcome, tag, reason == EventReason.Duplicate ? "The same order was sent before: it counts once." : $"Not queued: {tag}.");
    }

    private static string CheckedText(EventStory story) => string.Create(
        CultureInfo.InvariantCulture,
        $"Valid; match keys: {string.Join(", ", story.MatchKeys)}; estimated match quality {story.Quality:0.#} of 10 ({MatchQuality.Level(story.Quality ?? 0)}).");

    /// <summary>The exchange's address, cleaned like every one that leaves.</summary>
    public static string? AddressOf(Exchange exchange, RuleSet rules) =>
        UrlCleaner.Clean($"{exchange.Scheme}://{exchange.Host}{exchange.Path}{exchange.QueryString}", rules.PrivateQueryKeys);

    private static List<StoryField> FieldsOf(Conversion conversion, ServerEvent made)
    {
        var fields = new List<StoryField>();
        if (made.EventId == conversion.EventId)
        {
            fields.Add(new StoryField("event_id", made.EventId ?? "", OriginOf(conversion, "event_id")));
        }

        foreach (var (key, value) in conversion.CustomData)
        {
            // What the firewall took out, and what nobody has checked, is not shown either.
            var shown = key switch
            {
                "value" => made.CustomData.Value?.ToString(CultureInfo.InvariantCulture),
                "currency" => made.CustomData.Currency,
                "order_id" => made.CustomData.OrderId,
                "num_items" => value.Text,
                _ => "read",
            };
            fields.Add(new StoryField(key, shown ?? "read, and left out", OriginOf(conversion, key)));
        }

        if (conversion.Contents.Count > 0)
        {
            fields.Add(new StoryField("contents", conversion.Contents.Count == 1 ? "1 line" : $"{conversion.Contents.Count.ToString(CultureInfo.InvariantCulture)} lines", OriginOf(conversion, "contents")));
        }

        foreach (var key in conversion.UserData.Keys)
        {
            fields.Add(new StoryField(key, "read, hashed", OriginOf(conversion, key)));
        }

        return fields;
    }

    private static string OriginOf(Conversion conversion, string key) =>
        conversion.OriginOf(key) is var origin && origin == conversion.Source && !conversion.IsDiscovered ? $"rule '{origin}'" : origin;
}
