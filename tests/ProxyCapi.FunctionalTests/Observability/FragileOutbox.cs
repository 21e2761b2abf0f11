using ProxyCapi.Delivery;

namespace ProxyCapi.FunctionalTests.Observability;

/// <summary>The outbox, with a defect that can be switched on.</summary>
internal sealed class FragileOutbox(IOutboxStore store, LaneDoorbells doorbells) : IOutbox
{
    private readonly ProxyCapi.Delivery.Outbox _outbox = new(store, doorbells);

    public volatile bool IsBroken;

    public ValueTask<EnqueueResult> EnqueueAsync(OutboxItem item, CancellationToken cancellationToken) =>
        IsBroken ? throw new InvalidOperationException("A defect.") : _outbox.EnqueueAsync(item, cancellationToken);
}
