namespace ProxyCapi.Benchmarks.Load;

/// <summary>What one round of one target gave.</summary>
/// <param name="CpuPerRequest">Microseconds of processor time.</param>
/// <param name="BytesPerRequest">Bytes allocated.</param>
/// <param name="RequestsPerSecond">Throughput.</param>
/// <param name="P99">99th percentile of the whole request, in microseconds.</param>
/// <param name="FirstByte">Median time to the first byte of the body, in microseconds.</param>
internal sealed record Sample(double CpuPerRequest, double BytesPerRequest, double RequestsPerSecond, double P99, double FirstByte);
