namespace ProxyCapi.Delivery;

/// <summary>Asks for items of one lane.</summary>
/// <param name="Pixel">The pixel's name.</param>
/// <param name="Lane">The lane.</param>
/// <param name="MaxCount">Most items.</param>
/// <param name="MaxBytes">Most bytes of payload; one item is given even if it is larger.</param>
/// <param name="Duration">How long they are taken.</param>
internal readonly record struct LeaseRequest(string Pixel, Lane Lane, int MaxCount, long MaxBytes, TimeSpan Duration)
{
    /// <summary>Items with so many requests so far are given alone.</summary>
    public int AloneFrom { get; init; } = int.MaxValue;
}
