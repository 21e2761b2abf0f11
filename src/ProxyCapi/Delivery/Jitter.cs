namespace ProxyCapi.Delivery;

/// <summary>Randomness of the pauses between attempts, so that many proxies do not come back in the same instant.</summary>
/// <param name="random">The source; a test gives one with a seed.</param>
internal sealed class Jitter(Random random)
{
    private readonly Lock _lock = new();

    /// <summary>
    /// A pause before attempt number <paramref name="failures"/> + 1: between half the base and the base times two to the number of failures, at
    /// most <paramref name="max"/>.
    /// </summary>
    public TimeSpan Next(TimeSpan basePause, TimeSpan max, int failures)
    {
        double share;
        lock (_lock)
        {
            share = random.NextDouble();
        }

        var least = basePause / 2;
        var most = Math.Min(max.TotalMilliseconds, basePause.TotalMilliseconds * Math.Pow(2, Math.Min(failures, 30)));
        return least + TimeSpan.FromMilliseconds(share * Math.Max(0, most - least.TotalMilliseconds));
    }
}
