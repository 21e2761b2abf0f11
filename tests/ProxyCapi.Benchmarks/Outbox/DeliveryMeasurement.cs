using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ProxyCapi.Benchmarks.Load;
using ProxyCapi.Delivery;

namespace ProxyCapi.Benchmarks.Outbox;

/// <summary>
/// Delivers a backlog: this process has ProxyCapi as a host has it and nothing else to do, another one receives. The backlog is written while the mode
/// is <c>Off</c>; a change of the configuration lets it go.
/// </summary>
internal sealed class DeliveryMeasurement : IAsyncDisposable
{
    private const string Mode = "ProxyCapi:Mode";
    private const int Producers = 256;

    private readonly WebApplication _app;
    private readonly Target _receiver;
    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource _done = new();
    private int _awaited;
    private int _next;

    private DeliveryMeasurement(WebApplication app, Target receiver)
    {
        _app = app;
        _receiver = receiver;
        _listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument is { Meter.Name: ProxyCapiTelemetry.MeterName, Name: "proxycapi.event.outcomes" })
            {
                own.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, count, tags, _) => Ended(count, tags));
        _listener.Start();
    }

    /// <summary>Starts the sending host.</summary>
    public static async Task<DeliveryMeasurement> StartAsync(string folder, Target receiver, int batchSize)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            [Mode] = "Off",
            ["ProxyCapi:DataDirectory"] = Path.Combine(folder, "sending"),
            ["ProxyCapi:Graph:BaseAddress"] = receiver.Address.ToString(),
            ["ProxyCapi:Discovery:Enabled"] = "false",
            [$"ProxyCapi:Pixels:{SampleEvents.Pixel}:Id"] = "1234567890",
            [$"ProxyCapi:Pixels:{SampleEvents.Pixel}:AccessToken"] = "benchmark",
            ["ProxyCapi:Delivery:BatchSize"] = $"{batchSize}",
            ["ProxyCapi:Delivery:MinFreeBytes"] = "0",
        });
        builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy")).AddProxyCapi();
        var app = builder.Build();
        await app.StartAsync();
        return new DeliveryMeasurement(app, receiver);
    }

    /// <summary>Fills the outbox and delivers what is in it.</summary>
    public async Task<DeliverySample> MeasureAsync(int events)
    {
        await FillAsync(events);
        _awaited = events;
        _done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (receiver, cpu, bytes, started) = (_receiver.Read().Cpu, Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(), Stopwatch.GetTimestamp());
        Set("Live");
        await _done.Task;
        var sample = new DeliverySample(
            events / Stopwatch.GetElapsedTime(started).TotalSeconds,
            (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / events,
            (GC.GetTotalAllocatedBytes() - bytes) / (double)events,
            (_receiver.Read().Cpu - receiver) / events);
        Set("Off");
        return sample;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task FillAsync(int events)
    {
        var (outbox, now, end) = (_app.Services.GetRequiredService<IOutbox>(), TimeProvider.System.GetUtcNow(), _next + events);
        await Parallel.ForEachAsync(Enumerable.Range(_next, events), new ParallelOptions { MaxDegreeOfParallelism = Producers }, async (number, cancellationToken) =>
        {
            if (await outbox.EnqueueAsync(SampleEvents.Item(number, now), cancellationToken) != EnqueueResult.Stored)
            {
                throw new InvalidOperationException("An event was not stored.");
            }
        });
        _next = end;
    }

    private void Set(string mode)
    {
        _app.Configuration[Mode] = mode;
        ((IConfigurationRoot)_app.Configuration).Reload();
    }

    private void Ended(long count, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_lock)
        {
            foreach (var (name, value) in tags)
            {
                if (name == "proxycapi.outcome" && value is not "accepted")
                {
                    _done.TrySetException(new InvalidOperationException($"An event was not accepted: {value}."));
                }
            }

            _awaited -= (int)count;
            if (_awaited == 0)
            {
                _done.TrySetResult();
            }
        }
    }
}
