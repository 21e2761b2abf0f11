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

    /// <summary>Whether it refuses changes for now.</summary>
    public bool IsSuspended => Trouble != StoreTrouble.None;
}
