namespace ProxyCapi.Storage;

/// <summary>
/// Under which number an event was to be stored. Where nobody knows how the attempt ended, it is made again under the same number: a row that is there
/// after all is then known for this very event, and not taken for another sight of its order.
/// </summary>
internal sealed class EnqueueAttempt
{
    /// <summary>The number; 0 before the first attempt.</summary>
    public long Id { get; set; }
}
