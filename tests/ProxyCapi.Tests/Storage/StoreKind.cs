namespace ProxyCapi.Tests.Storage;

/// <summary>What implements <see cref="ProxyCapi.Delivery.IOutboxStore"/>.</summary>
public enum StoreKind
{
    Sqlite,
    Memory,
    Resilient,
}
