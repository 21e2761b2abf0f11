using System.Diagnostics;

namespace ProxyCapi.Benchmarks.Outbox;

/// <summary>The control: one thread that appends and syncs, with nothing of ours in between. What it reaches is the disk's.</summary>
internal static class RawDisk
{
    /// <summary>As much as one event takes in the log, about.</summary>
    private const int Bytes = 2048;

    /// <summary>Appends and syncs for a time.</summary>
    public static DiskSample Measure(string folder, TimeSpan time)
    {
        var path = Path.Combine(folder, "raw");
        var (block, durations) = (new byte[Bytes], new List<double>());
        using (var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
        {
            var started = Stopwatch.GetTimestamp();
            for (var at = 0L; Stopwatch.GetElapsedTime(started) < time; at += Bytes)
            {
                var before = Stopwatch.GetTimestamp();
                RandomAccess.Write(file, block, at);
                RandomAccess.FlushToDisk(file);
                durations.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
            }
        }

        File.Delete(path);
        return new DiskSample(durations.Count / time.TotalSeconds, Percentiles.Of(durations));
    }
}
