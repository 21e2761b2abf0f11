using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace ProxyCapi.FunctionalTests.Privacy;

/// <summary>Writes down everything that a process tells of itself: each log message with its values, each tag of a span, each tag of a measurement.</summary>
internal sealed class LeakWatch : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _told = new();
    private readonly ActivityListener _spans = new();
    private readonly MeterListener _measurements = new();

    /// <summary>Spans and measurements of the whole process: other tests' are written down too, and have none of this one's canaries.</summary>
    public LeakWatch()
    {
        _spans.ShouldListenTo = static _ => true;
        _spans.Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded;
        _spans.ActivityStopped = activity => Tell("span", activity.DisplayName, activity.TagObjects.Concat(activity.Baggage.Select(item => new KeyValuePair<string, object?>(item.Key, item.Value)))
            .Concat(activity.Events.SelectMany(happened => happened.Tags)));
        ActivitySource.AddActivityListener(_spans);
        _measurements.InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _measurements.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Tell("metric", instrument.Name, tags.ToArray()));
        _measurements.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Tell("metric", instrument.Name, tags.ToArray()));
        _measurements.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Tell("metric", instrument.Name, tags.ToArray()));
        _measurements.Start();
    }

    /// <summary>All of it, a line each.</summary>
    public IReadOnlyCollection<string> Told => _told;

    public ILogger CreateLogger(string categoryName) => new Listener(this, categoryName);

    public void Dispose()
    {
        _spans.Dispose();
        _measurements.Dispose();
    }

    private void Tell(string kind, string name, IEnumerable<KeyValuePair<string, object?>> values) =>
        _told.Enqueue($"{kind} {name}: {string.Join("; ", values.Select(pair => $"{pair.Key}={pair.Value}"))}");

    private sealed class Listener(LeakWatch watch, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            watch._told.Enqueue($"scope {category}: {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            watch.Tell($"log {category} {eventId.Id} {formatter(state, exception)}", exception?.ToString() ?? "", state as IEnumerable<KeyValuePair<string, object?>> ?? []);
    }
}
