using System.Globalization;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Conversions;
using ProxyCapi.Conversions.Matching;
using ProxyCapi.Conversions.Privacy;
using ProxyCapi.Conversions.Urls;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;
using ProxyCapi.Diagnostics.Stories;
using ProxyCapi.Extraction;
using ProxyCapi.Extraction.Discovery.Refusals;

namespace ProxyCapi.Pipeline;

/// <summary>Tells the beginning of each event's story: captured, extracted, checked, queued. Writes no value of a buyer's.</summary>
internal sealed class StoryWriter(EventStories stories, ProxyCapiMetrics? metrics, TimeProvider time)
{
    /// <summary>Where nobody watches.</summary>
    public static StoryWriter Off { get; } = new(EventStories.Off, null, TimeProvider.System);

    /// <summary>An event was made of a conversion, or refused.</summary>
    /// <returns>The story's number, for <see cref="Queued"/> and <see cref="Ended"/>.</returns>
    public long Begin(Conversion conversion, Exchange exchange, EventResult result, IReadOnlyList<string> keys, RuleSet rules)
    {
        if (!stories.IsOn)
        {
            return 0;
        }

        try
        {
            var story = Write(conversion, exchange, result, keys, rules);
            return stories.Begin(result.Item is null ? End(story, result.Reason) : story.With(new StoryStep(time.GetUtcNow(), "checked", CheckedText(story))));
        }
        catch (Exception)
        {
            // The event is worth more than its story.
            metrics?.Failed("stories");
            return 0;
        }
    }

    private EventStory Write(Conversion conversion, Exchange exchange, EventResult result, IReadOnlyList<string> keys, RuleSet rules)
    {
        var made = result.Event;
        return new EventStory
        {
            EventTime = exchange.ReceivedAt,
            EventName = result.EventName,
            EventId = made?.EventId,
            OrderId = made is null ? OrderOf(conversion, result.Reason) : made.CustomData.OrderId,
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
    }

    /// <summary>An event is in the outbox.</summary>
    public void Queued(long number, EnqueueResult result) => stories.Continue(number, story => story.State == StoryState.Ended ? story : story.With(new StoryStep(
        time.GetUtcNow(), "queued", result is EnqueueResult.Stored ? "In the outbox, on disk." : "In the outbox, in memory: the disk takes nothing at the moment.")));

    /// <summary>An event ended before it could be sent.</summary>
    public void Ended(long number, EventReason reason) => stories.Continue(number, story => End(story, reason));

    /// <summary>An exchange gave no event, and its operator may want to know why.</summary>
    public void Nothing(Exchange exchange, ReadResult result, RuleSet rules)
    {
        if (!stories.IsOn || result.Conversions.Count > 0 || !IsWorthTelling(exchange, result.Reason))
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
            story = story.With(new StoryStep(now, "extracted", Shown($"{rejection.Origin}: {rejection.Reason}")));
        }

        stories.Begin(story.End(now, outcome, reason, "It gave no event."));
    }

    private static bool IsWorthTelling(Exchange exchange, ExchangeReason reason) => reason switch
    {
        ExchangeReason.Unpaid or ExchangeReason.Refused or ExchangeReason.TooLarge or ExchangeReason.Undecodable or ExchangeReason.Error => true,

        // On every other page a condition that does not hold, or a page without a conversion, is what is expected.
        ExchangeReason.Condition => ActingMethods.Contains(exchange.Method) || ConfirmationAddress.Is(exchange.Path),
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

    /// <summary>The exchange's page: the address without its query.</summary>
    public static string? PageOf(Exchange exchange, RuleSet rules) => UrlCleaner.Clean($"{exchange.Scheme}://{exchange.Host}{exchange.Path}", rules.PrivateQueryKeys);

    // Who said no is not even remembered by an order's number; and what no firewall has looked at is looked at here.
    private static string? OrderOf(Conversion conversion, EventReason reason) =>
        reason is EventReason.ConsentDenied or EventReason.ConsentUnknown || conversion.OrderId is not { } order || PersonalText.IsInId(order) || CardNumber.Find(order).Length > 0 ? null : order;

    // Words of a page or of an API: short, and without anybody in them.
    private static string Shown(string text)
    {
        const int Longest = 200;
        return PersonalText.IsInText(text) ? "(something with personal data in it)" : text.Length > Longest ? text[..Longest] + "…" : text;
    }

    private static List<StoryField> FieldsOf(Conversion conversion, ServerEvent made)
    {
        var fields = new List<StoryField>();
        if (made.EventId == conversion.EventId)
        {
            fields.Add(new StoryField("event_id", made.EventId ?? "", OriginOf(conversion, "event_id")));
        }

        foreach (var key in conversion.CustomData.Keys)
        {
            // What the firewall took out, and what nobody has checked, is not shown either.
            var shown = key switch
            {
                "value" => made.CustomData.Value?.ToString(CultureInfo.InvariantCulture),
                "currency" => made.CustomData.Currency,
                "order_id" => made.CustomData.OrderId,
                "num_items" => made.CustomData.NumItems?.ToString(CultureInfo.InvariantCulture),
                _ => "read",
            };
            fields.Add(new StoryField(key, shown ?? "read, and left out", OriginOf(conversion, key)));
        }

        if (conversion.Contents.Count > 0)
        {
            fields.Add(new StoryField("contents", Count(conversion.Contents.Count, "line"), OriginOf(conversion, "contents")));
        }

        if (conversion.ContentIds.Count > 0)
        {
            fields.Add(new StoryField("content_ids", Count(conversion.ContentIds.Count, "id"), OriginOf(conversion, "content_ids")));
        }

        var keys = MatchKeys.Of(made.UserData);
        fields.AddRange(conversion.UserData.Keys.Except(keys).Select(key => new StoryField(key, "read, and left out", OriginOf(conversion, key))));
        fields.AddRange(keys.Select(key => new StoryField(
            key, made.UserData.Hashed.ContainsKey(key) ? "read, hashed" : "read", conversion.UserData.ContainsKey(key) ? OriginOf(conversion, key) : OriginOfVisitor(key))));

        return fields;
    }

    private static string OriginOfVisitor(string key) => key switch
    {
        MatchKeys.ClientIpAddress => "the connection, or who is trusted to tell",
        MatchKeys.ClientUserAgent => "the request's User-Agent",
        MatchKeys.Fbc => "the cookie _fbc, or the click in the address",
        MatchKeys.Fbp => "the cookie _fbp",
        _ => "the exchange",
    };

    private static string Count(int count, string thing) => string.Create(CultureInfo.InvariantCulture, $"{count} {thing}{(count == 1 ? "" : "s")}");

    private static string OriginOf(Conversion conversion, string key) =>
        conversion.OriginOf(key) is var origin && origin == conversion.Source && !conversion.IsDiscovered ? $"rule '{origin}'" : origin;
}
