namespace ProxyCapi.Delivery;

/// <summary>The front of Delivery: stores, and tells the sender.</summary>
internal sealed class Outbox(IOutboxStore store, LaneDoorbells doorbells) : IOutbox
{
    public async ValueTask<EnqueueResult> EnqueueAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        var result = await store.EnqueueAsync(item, cancellationToken);
        if (result is EnqueueResult.Stored or EnqueueResult.StoredInMemory)
        {
            doorbells.Ring(item.Pixel, item.Lane);
        }

        return result;
    }
}
