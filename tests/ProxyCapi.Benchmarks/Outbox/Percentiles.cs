namespace ProxyCapi.Benchmarks.Outbox;

/// <summary>The middle and the slow end of many durations, in milliseconds.</summary>
/// <param name="P50">Half are faster.</param>
/// <param name="P99">One in a hundred is slower.</param>
internal readonly record struct Percentiles(double P50, double P99)
{
    /// <summary>Of durations in milliseconds.</summary>
    public static Percentiles Of(IEnumerable<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        return sorted.Length == 0 ? default : new(sorted[sorted.Length / 2], sorted[(int)(sorted.Length * 0.99)]);
    }
}
