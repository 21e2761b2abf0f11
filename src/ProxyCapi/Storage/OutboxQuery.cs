namespace ProxyCapi.Storage;

/// <summary>Which rows an operator wants to see.</summary>
/// <param name="States">Where they stand.</param>
/// <param name="Pixel">The pixel's name; <see langword="null"/> for all.</param>
/// <param name="EventName">The event's name; <see langword="null"/> for all.</param>
/// <param name="Limit">How many at most.</param>
internal sealed record OutboxQuery(IReadOnlyList<ItemState> States, string? Pixel, string? EventName, int Limit)
{
    /// <summary>Dead letters and accepted events: the newest first. What waits: the oldest first.</summary>
    public bool IsNewestFirst => States.All(state => state is ItemState.Dead or ItemState.Accepted);
}
