using ProxyCapi.Delivery;

namespace ProxyCapi.Storage;

/// <summary>One event that waits in <see cref="MemoryOutboxStore"/>, with what has become of it so far. Guarded by the store's lock.</summary>
/// <param name="item">The event.</param>
internal sealed class MemoryEntry(OutboxItem item)
{
    public OutboxItem Item { get; } = item;

    /// <summary>The attempt to store it on the disk, which is made again.</summary>
    public EnqueueAttempt Attempt { get; init; } = new();

    public DateTimeOffset Due { get; set; }

    public DateTimeOffset? LeasedUntil { get; set; }

    public DateTimeOffset? PostingSince { get; set; }

    public DateTimeOffset? FirstPost { get; set; }

    public DateTimeOffset? DoubtSince { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset NextReady => LeasedUntil is { } until && until > Due ? until : Due;

    /// <summary>A request whose outcome nobody knows is not repeated at once.</summary>
    public DateTimeOffset DueWhenIdle => PostingSince is { } since && since + OutboxStatements.DoubtPause is var due && due > Due ? due : Due;

    // Whoever posts an item also ends it, in this very process: no clock takes it away from them.
    public bool IsReady(DateTimeOffset now) => NextReady <= now && PostingSince is null;

    public bool IsLeased(DateTimeOffset now) => LeasedUntil > now || PostingSince is not null;

    /// <summary>Whether a request with it has ever left.</summary>
    public bool WasSent => FirstPost is not null || DoubtSince is not null;

    public LeasedItem ToIdle(long id) => ToLeased(id) with { DoubtSince = DoubtSince ?? PostingSince };

    public LeasedItem ToLeased(long id) => new(id, Item) { FirstPost = FirstPost, DoubtSince = DoubtSince, Attempts = Attempts };
}
