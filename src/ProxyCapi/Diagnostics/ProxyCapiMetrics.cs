using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using ProxyCapi.Conversions.Consent;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics.Books;

namespace ProxyCapi.Diagnostics;

/// <summary>
/// Every instrument of the meter <c>ProxyCapi</c>. Names, units and tags stand in the README's table, and a test compares the two.
/// </summary>
internal sealed class ProxyCapiMetrics : IDisposable
{
    internal const string OutcomeTag = "proxycapi.outcome";
    internal const string ReasonTag = "proxycapi.reason";
    internal const string EventNameTag = "proxycapi.event.name";
    internal const string PixelTag = "proxycapi.pixel";
    internal const string LaneTag = "proxycapi.lane";
    internal const string ResultTag = "proxycapi.send.result";
    internal const string RoomTag = "proxycapi.room";
    internal const string TroubleTag = "proxycapi.store.trouble";
    internal const string DurableResultTag = "proxycapi.durable.result";

    /// <summary>Different codes of Meta's that dead letters are counted by; more would be a flood of series, and are counted as <c>other</c>.</summary>
    private const int MostCodes = 100;

    private readonly ConversionBooks _books;
    private volatile Action<OutboxItem, EventReason>? _left;
    private readonly ConcurrentDictionary<(int, int?), (string Code, string Subcode)> _codes = new();
    private readonly Meter _meter;
    private readonly Counter<long> _exchangesObserved;
    private readonly Counter<long> _exchangeOutcomes;
    private readonly Counter<long> _events;
    private readonly Counter<long> _eventOutcomes;
    private readonly Counter<long> _consentDecisions;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _reloads;
    private readonly Counter<long> _fieldsDropped;
    private readonly Histogram<double> _extractionDuration;
    private readonly Histogram<long> _batchSize;
    private readonly UpDownCounter<long> _sending;
    private readonly Histogram<double> _sendDuration;
    private readonly Histogram<double> _deliveryDelay;
    private readonly Histogram<double> _commitDuration;
    private readonly Histogram<long> _commitSize;
    private readonly Counter<long> _storeFailures;
    private readonly Counter<long> _salvaged;
    private readonly Counter<long> _restored;
    private readonly Counter<long> _replayed;
    private readonly Counter<long> _eventIds;
    private readonly Counter<long> _matchKeys;
    private readonly Histogram<double> _matchQuality;
    private readonly Counter<long> _deadLetters;
    private readonly Counter<long> _durableWaits;
    private readonly Histogram<double> _durableWaitDuration;

    /// <summary>Creates the instruments.</summary>
    /// <param name="meterFactory">Makes the meter.</param>
    /// <param name="books">Counts beside the meter what the reports are made of.</param>
    public ProxyCapiMetrics(IMeterFactory meterFactory, ConversionBooks? books = null)
    {
        _books = books ?? new ConversionBooks();
        _meter = meterFactory.Create(ProxyCapiTelemetry.MeterName);
        _exchangesObserved = _meter.CreateCounter<long>(
            "proxycapi.exchange.observed", "{exchange}", "Exchanges that a rule took an interest in, or whose answer was searched without one.");
        _exchangeOutcomes = _meter.CreateCounter<long>(
            "proxycapi.exchange.outcomes", "{exchange}", "Observed exchanges by what became of them.");
        _events = _meter.CreateCounter<long>(
            "proxycapi.event.created", "{event}", "Events read from exchanges, one for each pixel.");
        _eventOutcomes = _meter.CreateCounter<long>(
            "proxycapi.event.outcomes", "{event}", "Events by what became of them.");
        _fieldsDropped = _meter.CreateCounter<long>(
            "proxycapi.event.fields.dropped", "{field}", "Fields left out of events because Meta would not accept their value, or because it is personal data.");
        _eventIds = _meter.CreateCounter<long>(
            "proxycapi.event.ids", "{conversion}", "Conversions by where the id of their event comes from.");
        _matchKeys = _meter.CreateCounter<long>(
            "proxycapi.event.match_keys", "{event}", "Events that were queued, by the match keys they carry; one event counts for each of its keys.");
        _matchQuality = _meter.CreateHistogram(
            "proxycapi.event.match_quality", "1", "Estimated match quality of events that were queued, from 0 to 10.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2, 3, 4, 5, 6, 7, 8, 9] });
        _deadLetters = _meter.CreateCounter<long>(
            "proxycapi.event.dead_letters", "{event}", "Events that became dead letters, by Meta's code and subcode.");
        _consentDecisions = _meter.CreateCounter<long>(
            "proxycapi.consent.decisions", "{conversion}", "Conversions by what their visitors said about advertising, and where that was read.");
        _failures = _meter.CreateCounter<long>(
            "proxycapi.failures", "{failure}", "Exceptions of ours that were caught so that the site did not notice.");
        _reloads = _meter.CreateCounter<long>(
            "proxycapi.configuration.reloads", "{reload}", "Configuration reloads by result.");
        _extractionDuration = _meter.CreateHistogram(
            "proxycapi.extraction.duration", "s", "Time to read one exchange, off the request path.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, 1] });
        _sending = _meter.CreateUpDownCounter<long>(
            "proxycapi.send.active", "{batch}", "Batches on their way to Meta.");
        _batchSize = _meter.CreateHistogram(
            "proxycapi.send.batch.size", "{event}", "Events in one request to Meta.",
            advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000] });
        _sendDuration = _meter.CreateHistogram(
            "proxycapi.send.duration", "s", "Duration of requests to Meta.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.01, .025, .05, .1, .25, .5, .75, 1, 2.5, 5, 10, 30] });
        _deliveryDelay = _meter.CreateHistogram(
            "proxycapi.delivery.delay", "s", "Time from the conversion to Meta's acceptance.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 21600, 86400] });
        _commitDuration = _meter.CreateHistogram(
            "proxycapi.store.commit.duration", "s", "Time to bring a group of changes to the disk.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, 1, 5] });
        _commitSize = _meter.CreateHistogram(
            "proxycapi.store.commit.size", "{change}", "Changes that were brought to the disk together.",
            advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 5, 10, 25, 50, 100, 250, 500] });
        _storeFailures = _meter.CreateCounter<long>(
            "proxycapi.store.failures", "{failure}", "Failed attempts to write to or read from the outbox's file, by what was wrong.");
        _restored = _meter.CreateCounter<long>(
            "proxycapi.outbox.restored", "{event}", "Events that an earlier process left in the outbox.");
        _replayed = _meter.CreateCounter<long>(
            "proxycapi.outbox.replayed", "{event}", "Dead letters that were given back to the outbox.");
        _salvaged = _meter.CreateCounter<long>(
            "proxycapi.store.salvaged", "{event}", "Events that were brought back from a damaged file.");
        _durableWaits = _meter.CreateCounter<long>(
            "proxycapi.durable.waits", "{exchange}", "Answers whose end waited for their events to be on disk, by how that ended.");
        _durableWaitDuration = _meter.CreateHistogram(
            "proxycapi.durable.wait.duration", "s", "Time that the end of an answer waited for its events to be on disk.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10] });
    }

    /// <summary>A rule took an interest in a request.</summary>
    public void ExchangeObserved() => _exchangesObserved.Add(1);

    /// <summary>An observed exchange ended; exactly one call for each.</summary>
    public void ExchangeEnded(ExchangeReason reason)
    {
        // The books first: whoever listens to the meter may throw.
        _books.ExchangeEnded(reason);
        var (outcome, tag) = Outcomes.Of(reason);
        _exchangeOutcomes.Add(1, new(OutcomeTag, outcome), new(ReasonTag, tag));
    }

    /// <summary>An event was read for a pixel.</summary>
    public void EventCreated(string eventName, string pixel)
    {
        _books.EventCreated(eventName, pixel);
        _events.Add(1, new(EventNameTag, eventName), new(PixelTag, pixel));
    }

    /// <summary>An event ended; exactly one call for each.</summary>
    public void EventEnded(string eventName, string pixel, EventReason reason)
    {
        _books.EventEnded(eventName, pixel, reason);
        var (outcome, tag) = Outcomes.Of(reason);
        _eventOutcomes.Add(1, new(EventNameTag, eventName), new(PixelTag, pixel), new(OutcomeTag, outcome), new(ReasonTag, tag));
    }

    /// <summary>An event that was queued ended without the sender's doing: by the outbox itself. Exactly one call for each, as for <see cref="EventEnded"/>.</summary>
    public void EventLeft(OutboxItem item, EventReason reason)
    {
        EventEnded(item.EventName, item.Pixel, reason);
        _left?.Invoke(item, reason);
    }

    /// <summary>Tells somebody of the events that <see cref="EventLeft"/> counts.</summary>
    public void TellOfLeaving(Action<OutboxItem, EventReason> listener) => _left = listener;

    /// <summary>An event goes to the outbox with these match keys.</summary>
    public void Matched(string eventName, string pixel, IReadOnlyList<string> keys, double quality)
    {
        KeyValuePair<string, object?> name = new(EventNameTag, eventName), to = new(PixelTag, pixel);
        foreach (var key in keys)
        {
            _matchKeys.Add(1, name, to, new("proxycapi.match_key", key));
        }

        _matchQuality.Record(quality, name, to);
    }

    /// <summary>An event became a dead letter.</summary>
    public void DeadLettered(string pixel, DeadLetter letter)
    {
        var (code, subcode) = letter.Code is not { } number ? ("none", "none")
            : _codes.TryGetValue((number, letter.Subcode), out var known) ? known
            : _codes.Count >= MostCodes ? ("other", "other")
            : _codes.GetOrAdd((number, letter.Subcode), key => (Text(key.Item1), key.Item2 is { } sub ? Text(sub) : "none"));
        _deadLetters.Add(
            1, new(PixelTag, pixel), new(ReasonTag, Outcomes.Of(letter.Reason).Reason), new("proxycapi.graph.code", code), new("proxycapi.graph.subcode", subcode));

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>It was read what a conversion's visitor allows.</summary>
    public void ConsentDecided(ConsentDecision decision) =>
        _consentDecisions.Add(1, new("proxycapi.consent.decision", decision.Tag), new("proxycapi.consent.source", decision.Source));

    /// <summary>A conversion got the id of its event.</summary>
    public void EventIdChosen(string eventName, EventIdOrigin origin) => _eventIds.Add(
        1,
        new(EventNameTag, eventName),
        new("proxycapi.event.id.origin", origin switch { EventIdOrigin.Page => "page", EventIdOrigin.Derived => "derived", _ => "shared" }));

    /// <summary>A field was left out of an event.</summary>
    /// <param name="field">Meta's name of the field, from a closed list: never a custom property's name.</param>
    public void FieldDropped(string field) => _fieldsDropped.Add(1, new KeyValuePair<string, object?>("proxycapi.field", field));

    /// <summary>An exception of ours was caught.</summary>
    /// <param name="room">The room it was caught in: <c>capture</c>, <c>extraction</c>, <c>conversions</c>, <c>delivery</c>.</param>
    public void Failed(string room) => _failures.Add(1, new KeyValuePair<string, object?>(RoomTag, room));

    /// <summary>The configuration was reloaded.</summary>
    public void Reloaded(bool accepted) =>
        _reloads.Add(1, new KeyValuePair<string, object?>(OutcomeTag, accepted ? "accepted" : "refused"));

    /// <summary>One exchange was read.</summary>
    public void Extracted(TimeSpan elapsed) => _extractionDuration.Record(elapsed.TotalSeconds);

    /// <summary>A batch is on its way, until <see cref="SendEnded"/>.</summary>
    public void SendBegan(string pixel) => _sending.Add(1, new KeyValuePair<string, object?>(PixelTag, pixel));

    /// <summary>A batch has come to its end, whatever that was.</summary>
    public void SendEnded(string pixel) => _sending.Add(-1, new KeyValuePair<string, object?>(PixelTag, pixel));

    /// <summary>A request to Meta has ended.</summary>
    /// <param name="pixel">The pixel's name.</param>
    /// <param name="result">Closed list: <c>ok</c>, <c>retry</c>, <c>throttle</c>, <c>split</c>, <c>drop</c>, <c>stop</c>, <c>in_doubt</c>.</param>
    /// <param name="events">Events in the request.</param>
    /// <param name="elapsed">How long it took.</param>
    public void Sent(string pixel, string result, int events, TimeSpan elapsed)
    {
        _batchSize.Record(events, new KeyValuePair<string, object?>(PixelTag, pixel));
        _sendDuration.Record(elapsed.TotalSeconds, new(PixelTag, pixel), new(ResultTag, result));
    }

    /// <summary>Meta accepted an event.</summary>
    public void Delivered(string pixel, TimeSpan delay) =>
        _deliveryDelay.Record(delay.TotalSeconds, new KeyValuePair<string, object?>(PixelTag, pixel));

    /// <summary>A group of changes is on disk.</summary>
    public void Committed(int changes, TimeSpan elapsed)
    {
        _commitSize.Record(changes);
        _commitDuration.Record(elapsed.TotalSeconds);
    }

    /// <summary>The outbox's file could not be written to or read from.</summary>
    /// <param name="trouble">Closed list: the values of <see cref="Storage.StoreTroubles.Tag"/>.</param>
    public void StoreFailed(string trouble) => _storeFailures.Add(1, new KeyValuePair<string, object?>(TroubleTag, trouble));

    /// <summary>The outbox was opened with events of an earlier process in it.</summary>
    public void Restored(long events) => _restored.Add(events);

    /// <summary>Another process has given dead letters back to the outbox.</summary>
    public void Replayed(long events)
    {
        _books.Replayed(events);
        _replayed.Add(events);
    }

    /// <summary>Events were brought back from a damaged file.</summary>
    public void Salvaged(int events) => _salvaged.Add(events);

    /// <summary>The end of an answer has waited for its events to be on disk.</summary>
    public void DurableWaited(DurableResult result, TimeSpan elapsed)
    {
        var tag = new KeyValuePair<string, object?>(DurableResultTag, Outcomes.Of(result));
        _durableWaits.Add(1, tag);
        _durableWaitDuration.Record(elapsed.TotalSeconds, tag);
    }

    /// <summary>Observes the queue between Capture and Extraction.</summary>
    public void ObserveExchangeQueue(Func<long> length, Func<long> bytes)
    {
        _meter.CreateObservableUpDownCounter("proxycapi.exchange.queue.length", length, "{exchange}", "Exchanges that wait to be read.");
        _meter.CreateObservableUpDownCounter("proxycapi.exchange.queue.size", bytes, "By", "Bytes of bodies that wait to be read.");
    }

    /// <summary>Observes the store's file.</summary>
    public void ObserveStore(Func<long> size, Func<int> available)
    {
        _meter.CreateObservableUpDownCounter("proxycapi.store.size", size, "By", "Bytes of the outbox's file that are in use.");
        _meter.CreateObservableGauge("proxycapi.store.available", available, "{store}", "1 while the outbox's file takes events, 0 while they wait in memory.");
    }

    /// <summary>Observes the pixels' destinations.</summary>
    /// <param name="state">For each pixel 1 with the state it is in as <c>proxycapi.pixel.state</c>, and 0 with each other one.</param>
    /// <param name="usage">The share of its rate limits that each pixel has used, as Meta showed it last; 1 is all of it.</param>
    public void ObservePixels(Func<IEnumerable<Measurement<int>>> state, Func<IEnumerable<Measurement<double>>> usage)
    {
        _meter.CreateObservableGauge("proxycapi.pixel.state", state, "{pixel}", "1 for the state a pixel's destination is in, 0 for the others.");
        _meter.CreateObservableGauge("proxycapi.graph.usage", usage, "1", "Share of Meta's rate limits that is used, as its last answer said.");
    }

    /// <summary>Observes the outbox; each measurement of the first four and of the age carries pixel and lane.</summary>
    public void ObserveOutbox(
        Func<IEnumerable<Measurement<long>>> length,
        Func<IEnumerable<Measurement<long>>> inDoubt,
        Func<IEnumerable<Measurement<long>>> inMemory,
        Func<IEnumerable<Measurement<long>>> dead,
        Func<IEnumerable<Measurement<double>>> oldestAge,
        Func<IEnumerable<Measurement<int>>> stopped)
    {
        _meter.CreateObservableUpDownCounter("proxycapi.outbox.length", length, "{event}", "Events that wait to be sent or are on their way.");
        _meter.CreateObservableUpDownCounter("proxycapi.outbox.in_doubt", inDoubt, "{event}", "Events that wait and may have reached Meta before.");
        _meter.CreateObservableUpDownCounter("proxycapi.outbox.in_memory", inMemory, "{event}", "Events that are in memory only.");
        _meter.CreateObservableUpDownCounter("proxycapi.outbox.dead", dead, "{event}", "Dead letters that are kept for the operator.");
        _meter.CreateObservableGauge("proxycapi.outbox.oldest.age", oldestAge, "s", "Age of the oldest event that waits.");
        _meter.CreateObservableGauge("proxycapi.pixel.stopped", stopped, "{pixel}", "1 while a pixel is on hold for its token, permission or id.");
    }

    public void Dispose() => _meter.Dispose();
}
