namespace ProxyCapi.Storage;

/// <summary>The store cannot be written to now; what was asked of it did not happen.</summary>
internal sealed class StoreUnavailableException(StoreTrouble trouble, Exception? inner = null)
    : Exception($"The outbox cannot be written to ({StoreTroubles.Tag(trouble)}). {StoreTroubles.Cure(trouble)}", inner)
{
    /// <summary>Why.</summary>
    public StoreTrouble Trouble { get; } = trouble;
}
