namespace ProxyCapi.Delivery;

/// <summary>Where the events go that Conversions makes. Returns when the event is as safe as the store can make it.</summary>
internal interface IOutbox
{
    /// <summary>Stores an event unless the same one was seen before, in one step.</summary>
    ValueTask<EnqueueResult> EnqueueAsync(OutboxItem item, CancellationToken cancellationToken);
}
