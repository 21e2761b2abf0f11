using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace ProxyCapi.FunctionalTests.Hosting;

/// <summary>
/// Follows one host's counters, so that a test can wait until everything it caused has come to its end, and see the books balance.
/// </summary>
internal sealed class Books : IDisposable
{
    private readonly ConcurrentDictionary<string, long> _sums = new();
    private readonly ConcurrentDictionary<string, long> _outcomes = new();
    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Books(IServiceProvider services)
    {
        var factory = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ProxyCapiTelemetry.MeterName && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (instrument is Counter<long>)
            {
                Count(instrument.Name, value, tags);
            }
        });
        _listener.Start();
    }

    public long ExchangesObserved => Sum("proxycapi.exchange.observed");

    public long ExchangesEnded => Sum("proxycapi.exchange.outcomes");

    public long EventsCreated => Sum("proxycapi.event.created");

    public long EventsEnded => Sum("proxycapi.event.outcomes");

    public long StoreFailures => Sum("proxycapi.store.failures");

    public long Failures => Sum("proxycapi.failures");

    /// <summary>How often an outcome was counted: <c>accepted</c>, or <c>nothing/status</c>.</summary>
    public long Outcome(string outcome) => _outcomes.GetValueOrDefault(outcome);

    /// <summary>All outcomes, for a test's message.</summary>
    public string Summary => string.Join(", ", _outcomes.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}={pair.Value}"));

    /// <summary>Waits until every observed exchange and every event has ended.</summary>
    public Task WaitUntilBalancedAsync(CancellationToken cancellationToken) =>
        WaitUntilAsync(() => ExchangesObserved == ExchangesEnded && EventsCreated == EventsEnded, cancellationToken);

    /// <summary>Waits until a condition on the counters holds.</summary>
    public async Task WaitUntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (condition())
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => _listener.Dispose();

    private long Sum(string instrument) => _sums.GetValueOrDefault(instrument);

    private void Count(string name, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string? outcome = null, reason = null;
        foreach (var tag in tags)
        {
            outcome = tag.Key == "proxycapi.outcome" ? tag.Value as string : outcome;
            reason = tag.Key == "proxycapi.reason" ? tag.Value as string : reason;
        }

        lock (_lock)
        {
            _sums.AddOrUpdate(name, value, (_, sum) => sum + value);
            if (outcome is not null)
            {
                var entry = reason is null || reason == outcome ? outcome : $"{outcome}/{reason}";
                _outcomes.AddOrUpdate(entry, value, (_, sum) => sum + value);
            }

            var changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            changed.TrySetResult();
        }
    }
}
