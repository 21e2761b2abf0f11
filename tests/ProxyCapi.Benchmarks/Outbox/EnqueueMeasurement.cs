using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ProxyCapi.Configuration;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;
using ProxyCapi.Storage;

namespace ProxyCapi.Benchmarks.Outbox;

/// <summary>Producers that wait for each event to be on disk before they bring the next: the store as the proxy has it, on a real disk, <c>synchronous=FULL</c>.</summary>
internal static class EnqueueMeasurement
{
    /// <summary>Runs producers for a time, on a new database.</summary>
    public static async Task<EnqueueSample> MeasureAsync(string folder, int producers, TimeSpan time)
    {
        var commits = new List<double>();
        using var listener = Listen(commits);
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var metrics = new ProxyCapiMetrics(services.GetRequiredService<IMeterFactory>());
        var options = new DeliveryOptions { MinFreeBytes = 0 };
        var path = Path.Combine(folder, "store");
        await using (var store = new SqliteOutboxStore(
            new StoreFolder(path), new SqliteSettings(), () => options, new LaneDoorbells(), metrics, TimeProvider.System, NullLogger<SqliteOutboxStore>.Instance))
        {
            await store.LookAfterAsync();
            var sample = await MeasureAsync(store, producers, time, commits);
            await store.DisposeAsync();
            Directory.Delete(path, recursive: true);
            return sample;
        }
    }

    private static async Task<EnqueueSample> MeasureAsync(SqliteOutboxStore store, int producers, TimeSpan time, List<double> commits)
    {
        // Made before: what an event costs until here is in other figures.
        var template = SampleEvents.Item(0, TimeProvider.System.GetUtcNow());
        var next = 0;
        commits.Clear();
        var (cpu, bytes, started) = (Cpu(), GC.GetTotalAllocatedBytes(), Stopwatch.GetTimestamp());
        var latencies = await Task.WhenAll(Enumerable.Range(0, producers).Select(_ => Task.Run(ProduceAsync)));
        var (elapsed, events) = (Stopwatch.GetElapsedTime(started), latencies.Sum(own => own.Count));
        return new EnqueueSample(
            events / elapsed.TotalSeconds,
            Percentiles.Of(latencies.SelectMany(own => own)),
            Percentiles.Of(commits),
            commits.Count / elapsed.TotalSeconds,
            (Cpu() - cpu).TotalMicroseconds / events,
            (GC.GetTotalAllocatedBytes() - bytes) / (double)events);

        async Task<List<double>> ProduceAsync()
        {
            var own = new List<double>();
            while (Stopwatch.GetElapsedTime(started) < time)
            {
                var id = $"e{Interlocked.Increment(ref next)}";
                var before = Stopwatch.GetTimestamp();
                var result = await store.EnqueueAsync(template with { EventId = id, DedupeKey = id }, CancellationToken.None);
                own.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
                if (result != EnqueueResult.Stored)
                {
                    throw new InvalidOperationException($"An event was not stored: {result}.");
                }
            }

            return own;
        }
    }

    private static TimeSpan Cpu() => Environment.CpuUsage.TotalTime;

    private static MeterListener Listen(List<double> commits)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument is { Meter.Name: ProxyCapiTelemetry.MeterName, Name: "proxycapi.store.commit.duration" })
                {
                    own.EnableMeasurementEvents(instrument);
                }
            },
        };

        // The writer's thread alone commits.
        listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => commits.Add(seconds * 1000));
        listener.Start();
        return listener;
    }
}
