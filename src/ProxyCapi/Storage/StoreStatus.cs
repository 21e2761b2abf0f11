namespace ProxyCapi.Storage;

/// <summary>How the store is.</summary>
/// <param name="Trouble">What is wrong.</param>
/// <param name="Since">Since when.</param>
internal sealed record StoreStatus(StoreTrouble Trouble, DateTimeOffset Since)
{
    /// <summary>It was not opened yet.</summary>
    public static readonly StoreStatus Opening = new(StoreTrouble.None, default) { IsOpening = true };

    /// <summary>It takes events.</summary>
    public static readonly StoreStatus Good = new(StoreTrouble.None, default);

    /// <summary>Whether it was not opened yet.</summary>
    public bool IsOpening { get; private init; }

    /// <summary>Whether it refuses new events for now.</summary>
    public bool IsSuspended => Trouble != StoreTrouble.None;

    /// <summary>It is full, and yet what is in it can be marked, settled and deleted: it empties while it takes nothing new.</summary>
    public bool IsDraining { get; init; }

    /// <summary>Whether it takes no change at all for now, so that nothing in it may be sent.</summary>
    public bool IsStuck => IsSuspended && !IsDraining;
}
