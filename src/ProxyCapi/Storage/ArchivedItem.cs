using ProxyCapi.Delivery;

namespace ProxyCapi.Storage;

/// <summary>A row as the operator sees it.</summary>
/// <param name="Row">The columns.</param>
/// <param name="Opened">The event; <see langword="null"/> if its body cannot be opened with the keys at hand.</param>
internal sealed record ArchivedItem(SealedRow Row, LeasedItem? Opened)
{
    /// <summary>What is remembered of its order; only where it was asked for.</summary>
    public SeenOrder? Seen { get; init; }

    /// <summary>The event's id; <see langword="null"/> if the body cannot be opened.</summary>
    public string? EventId => Opened?.Item.EventId;

    /// <summary>The order's id; <see langword="null"/> if there is none.</summary>
    public string? OrderId => Opened?.Item.DedupeKey is { } key && key.StartsWith(SeenKey.OrderPrefix, StringComparison.Ordinal) ? key[SeenKey.OrderPrefix.Length..] : null;

    /// <summary>Whether an operator who writes <paramref name="text"/> means this event.</summary>
    public bool IsCalled(string text) => EventId == text || OrderId == text;
}
