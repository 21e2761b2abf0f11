namespace ProxyCapi.Benchmarks.Outbox;

/// <summary>What one run of producers gave.</summary>
/// <param name="EventsPerSecond">Events that were on disk.</param>
/// <param name="Latency">From the call until the event is on disk, as the producer waits for it.</param>
/// <param name="CommitLatency">Of one transaction of the writer.</param>
/// <param name="CommitsPerSecond">Transactions.</param>
/// <param name="CpuPerEvent">Processor time of the whole process, in microseconds.</param>
/// <param name="BytesPerEvent">Bytes allocated.</param>
internal sealed record EnqueueSample(
    double EventsPerSecond, Percentiles Latency, Percentiles CommitLatency, double CommitsPerSecond, double CpuPerEvent, double BytesPerEvent);
