using System.Globalization;
using ProxyCapi.Benchmarks.Load;
using Spectre.Console;

namespace ProxyCapi.Benchmarks.Outbox;

/// <summary>
/// The outbox on this machine's disk: how fast events become durable, beside a bare loop of syncs in the same rounds, and what it costs to bring a
/// backlog to Meta's stand-in in another process. Every figure is the median over the rounds.
/// </summary>
internal static class OutboxCommand
{
    private const int WarmUps = 4;

    private static readonly int[] Producers = [1, 64, 512];

    public static async Task<int> RunAsync(string[] args)
    {
        var rounds = Arguments.Number(args, "--rounds", 7);
        var seconds = TimeSpan.FromSeconds(Arguments.Number(args, "--seconds", 2));
        var backlog = Arguments.Number(args, "--backlog", 20_000);
        var only = Arguments.Text(args, "--only");
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetFullPath(Arguments.Text(args, "--folder") ?? Path.GetTempPath()), $"proxycapi-benchmark-{Environment.ProcessId}"));
        try
        {
            AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():u}, {Environment.ProcessorCount} processors, load {Load()}, {new DriveInfo(folder.FullName).DriveFormat}"));
            if (only is null or "enqueue")
            {
                await EnqueueAsync(folder.FullName, rounds, seconds);
            }

            if (only is null or "deliver")
            {
                await DeliverAsync(folder.FullName, rounds, backlog);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return 0;
    }

    private static async Task EnqueueAsync(string folder, int rounds, TimeSpan seconds)
    {
        var disk = new List<DiskSample>();
        var samples = Producers.ToDictionary(producers => producers, _ => new List<EnqueueSample>());
        for (var round = -1; round < rounds; round++)
        {
            // Interleaved: whatever else the machine does hits all of them.
            var raw = RawDisk.Measure(folder, seconds / 2);
            foreach (var producers in Producers)
            {
                var sample = await EnqueueMeasurement.MeasureAsync(folder, producers, seconds);
                if (round >= 0)
                {
                    samples[producers].Add(sample);
                }
            }

            if (round >= 0)
            {
                disk.Add(raw);
            }
        }

        var table = new Table { Border = TableBorder.Markdown }
            .AddColumns("until on disk", "events/s", "commits/s", "p50 ms", "p99 ms", "commit p50 ms", "commit p99 ms", "CPU µs / event", "bytes / event");
        var syncs = $"{Median(disk, one => one.SyncsPerSecond):F0}";
        table.AddRow("bare loop: append 2 KB, sync", syncs, syncs, $"{Median(disk, one => one.Latency.P50):F2}", $"{Median(disk, one => one.Latency.P99):F2}", "", "", "", "");
        foreach (var (producers, own) in samples)
        {
            table.AddRow(
                producers == 1 ? "1 producer" : $"{producers} producers",
                $"{Median(own, one => one.EventsPerSecond):F0}",
                $"{Median(own, one => one.CommitsPerSecond):F0}",
                $"{Median(own, one => one.Latency.P50):F2}",
                $"{Median(own, one => one.Latency.P99):F2}",
                $"{Median(own, one => one.CommitLatency.P50):F2}",
                $"{Median(own, one => one.CommitLatency.P99):F2}",
                $"{Median(own, one => one.CpuPerEvent):F0}",
                $"{Median(own, one => one.BytesPerEvent):F0}");
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"{rounds} rounds of {seconds.TotalSeconds:F0} s; events of {SampleEvents.Item(0, TimeProvider.System.GetUtcNow()).Payload.Length} bytes, sealed; synchronous=FULL; load at the end {Load()}.");
    }

    private static async Task DeliverAsync(string folder, int rounds, int backlog)
    {
        var table = new Table { Border = TableBorder.Markdown }.AddColumns("outbox to accepted", "events/s", "CPU µs / event", "bytes / event", "receiver: CPU µs / event");
        foreach (var (name, role, batchSize) in new[] { ("emulator, batches of 100", "emulator", 100), ("emulator, batches of 1000", "emulator", 1000), ("receiver that only counts, batches of 100", "origin", 100) })
        {
            using var receiver = Target.Start(role, role);
            var samples = new List<DeliverySample>();
            await using (var measurement = await DeliveryMeasurement.StartAsync(Path.Combine(folder, role + batchSize), receiver, batchSize))
            {
                // The first ones are compiled while they run.
                for (var round = -WarmUps; round < 0; round++)
                {
                    await measurement.MeasureAsync(backlog);
                }

                for (var round = 0; round < rounds; round++)
                {
                    samples.Add(await measurement.MeasureAsync(backlog));
                }
            }

            table.AddRow(
                name,
                $"{Median(samples, one => one.EventsPerSecond):F0}",
                $"{Median(samples, one => one.CpuPerEvent):F1}",
                $"{Median(samples, one => one.BytesPerEvent):F0}",
                $"{Median(samples, one => one.ReceiverCpuPerEvent):F1}");
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"{rounds} rounds of a backlog of {backlog} events; load at the end {Load()}.");
    }

    private static double Median<T>(IEnumerable<T> samples, Func<T, double> figure) => Statistics.Median(samples.Select(figure));

    /// <summary>The machine's load averages: how much else went on.</summary>
    private static string Load() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "unknown";
}
