namespace ProxyCapi.Delivery;

/// <summary>
/// Keeps events between capture and acceptance. Implementations are safe for concurrent use; a later one may be shared by several proxies, so
/// a lease has an end and every change names the items it is about.
/// </summary>
internal interface IOutboxStore
{
    /// <summary>
    /// Stores an item unless its dedupe key was seen within the window; both in one step, so that "seen" always means "stored". Returns when the
    /// item is as safe as the store can make it.
    /// </summary>
    ValueTask<EnqueueResult> EnqueueAsync(OutboxItem item, CancellationToken cancellationToken);

    /// <summary>What one lane has for a sender; counts no further than <paramref name="upTo"/>.</summary>
    ValueTask<LaneOutlook> PeekAsync(string pixel, Lane lane, int upTo);

    /// <summary>Takes due items of one lane, oldest first, for a time: whoever does not end the lease loses it.</summary>
    ValueTask<IReadOnlyList<LeasedItem>> LeaseAsync(LeaseRequest request);

    /// <summary>
    /// Notes that a request with these items is about to leave: found again after a crash, they are in doubt. Throws if that cannot be noted;
    /// then they must not be sent, and whoever holds them gives them back.
    /// </summary>
    ValueTask MarkPostingAsync(IReadOnlyList<long> ids);

    /// <summary>Meta has the items.</summary>
    ValueTask AcknowledgeAsync(IReadOnlyList<long> ids, Acceptance acceptance);

    /// <summary>Gives items back until a time.</summary>
    ValueTask ParkAsync(IReadOnlyList<long> ids, Parking parking);

    /// <summary>Takes items out of the queue for good, and keeps them for the operator.</summary>
    ValueTask DeadLetterAsync(IReadOnlyList<long> ids, DeadLetter letter);

    /// <summary>What the store holds, for each pixel and lane that has anything.</summary>
    ValueTask<IReadOnlyList<LaneState>> GetStateAsync();

    /// <summary>Ends the store; gives back what it cannot keep for the next start, so that it can be counted.</summary>
    ValueTask<IReadOnlyList<OutboxItem>> CloseAsync();
}
