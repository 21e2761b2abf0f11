namespace ProxyCapi.Delivery;

/// <summary>An item that was taken to be sent.</summary>
/// <param name="Id">Its number in the store.</param>
/// <param name="Item">The event.</param>
internal sealed record LeasedItem(long Id, OutboxItem Item)
{
    /// <summary>So many requests, and an item travels alone: it may be what they failed for, and the others' time is not its own.</summary>
    public const int ManyAttempts = 5;

    /// <summary>When a request with it first left; <see langword="null"/> if none has.</summary>
    public DateTimeOffset? FirstPost { get; init; }

    /// <summary>When the first request left whose outcome is unknown; <see langword="null"/> if there was none.</summary>
    public DateTimeOffset? DoubtSince { get; init; }

    /// <summary>Requests with it so far.</summary>
    public int Attempts { get; init; }
}
