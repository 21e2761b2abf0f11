using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using ProxyCapi.Delivery;

namespace ProxyCapi.Tests.Storage;

/// <summary>More than there is room for (delivery.md sections 5.7 and 7): the other lane gives way, and each of its events is counted; money does not.</summary>
public class BurstTests
{
    private const int Capacity = 100;
    private const int Burst = 50 * Capacity;

    [Fact]
    public async Task Burst_OfFiftyTimesTheCapacity_ShedsOnlyTheOtherLaneAndCountsIt()
    {
        await using var harness = await StoreHarness.OpenAsync(configure: options => options.MaxQueueLength = Capacity);
        using var outcomes = new MetricCollector<long>(harness.Meters, ProxyCapiTelemetry.MeterName, "proxycapi.event.outcomes");

        // Money last of each hundred: by then the others have filled the outbox.
        var items = Enumerable.Range(1, Burst).Select(number => number % Capacity == 0 ? harness.Item() : harness.Item(name: "ViewContent", lane: Lane.Other)).ToArray();
        var results = await Task.WhenAll(items.Select(harness.EnqueueAsync));

        var offered = items.Zip(results).ToArray();
        Assert.All(offered.Where(pair => pair.First.Lane == Lane.Money), pair => Assert.Equal(EnqueueResult.Stored, pair.Second));
        Assert.All(offered.Where(pair => pair.First.Lane == Lane.Other), pair => Assert.Contains(pair.Second, new[] { EnqueueResult.Stored, EnqueueResult.Shed }));
        var (stored, shed) = (results.Count(result => result == EnqueueResult.Stored), results.Count(result => result == EnqueueResult.Shed));
        var evicted = outcomes.GetMeasurementSnapshot().EvaluateAsCounter();
        Assert.True(evicted > 0, "Nothing has given way.");
        Assert.All(outcomes.GetMeasurementSnapshot(), measured => Assert.Equal(("ViewContent", "queue_full"), (measured.Tags["proxycapi.event.name"], measured.Tags["proxycapi.reason"])));

        // The sum holds: whoever was stored waits, or has given way and was counted.
        var state = await harness.StateAsync();
        Assert.Equal(Burst, stored + shed);
        Assert.Equal(stored - evicted, state.Count);
        Assert.InRange(state.Count, Burst / Capacity, Capacity);
        Assert.Equal(Burst / Capacity, (await harness.DrainAsync()).Count);
        Assert.Equal(HealthStatus.Healthy, (await harness.HealthAsync()).Status);
    }

    [Fact]
    public async Task Burst_OfMoneyAlone_WaitsInMemoryWhatTheOutboxCannotHold_AndAllOfItIsDelivered()
    {
        await using var harness = await StoreHarness.OpenAsync(configure: options => options.MaxQueueLength = Capacity);

        var items = Enumerable.Range(0, 3 * Capacity).Select(_ => harness.Item()).ToArray();
        var results = await Task.WhenAll(items.Select(harness.EnqueueAsync));

        Assert.Equal(Capacity, results.Count(result => result == EnqueueResult.Stored));
        Assert.Equal(2 * Capacity, results.Count(result => result == EnqueueResult.StoredInMemory));
        Assert.Equal(HealthStatus.Degraded, (await harness.HealthAsync()).Status);
        Assert.Equal(EnqueueResult.DuplicateInMemory, await harness.EnqueueAsync(items[^1]));

        var delivered = (await harness.DrainAsync()).ToList();
        await harness.PassAsync(TimeSpan.FromSeconds(2));
        delivered.AddRange(await harness.DrainAsync());
        Assert.Equal(items.Select(item => item.EventId).Order(), delivered.Order());
    }

    [Fact]
    public async Task Burst_OfMoneyWhenMemoryIsFullToo_IsShedWithALineThatNamesTheEvent()
    {
        await using var harness = await StoreHarness.OpenAsync(configure: options =>
        {
            options.MaxQueueLength = 1;
            options.MaxMemoryBytes = 5000;
        });

        var items = Enumerable.Range(0, 20).Select(_ => harness.Item(size: 1000)).ToArray();
        var results = await Task.WhenAll(items.Select(harness.EnqueueAsync));

        var shed = items.Zip(results).Where(pair => pair.Second == EnqueueResult.Shed).Select(pair => pair.First.EventId).ToArray();
        Assert.InRange(shed.Length, 10, 18);
        var lines = harness.Logs.GetSnapshot().Where(record => record.Id.Id == 1740).Select(record => record.Message).ToArray();
        Assert.Equal(shed.Length, lines.Length);
        Assert.All(shed, id => Assert.Contains(lines, line => line.Contains($"event id {id} of", StringComparison.Ordinal)));

        // What was shed is not taken for seen: the shop's next word of it counts.
        await harness.DrainAsync();
        await harness.PassAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(EnqueueResult.Stored, await harness.EnqueueAsync(items.First(item => item.EventId == shed[0])));
    }
}
