namespace ProxyCapi.Benchmarks.Outbox;

/// <summary>What the bare disk gave.</summary>
/// <param name="SyncsPerSecond">Appends with a sync each.</param>
/// <param name="Latency">Of one append with its sync.</param>
internal sealed record DiskSample(double SyncsPerSecond, Percentiles Latency);
