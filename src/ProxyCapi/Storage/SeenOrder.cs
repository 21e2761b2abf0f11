namespace ProxyCapi.Storage;

/// <summary>What stays of an order when its event has left the outbox.</summary>
/// <param name="Pixel">The pixel; <see langword="null"/> where it was not asked for.</param>
/// <param name="EventName">The event's name.</param>
/// <param name="Item">The row that had it; 0 if it never was on disk.</param>
/// <param name="Expires">How long it is remembered.</param>
/// <param name="Note">Warnings of Meta's.</param>
internal sealed record SeenOrder(string? Pixel, string? EventName, long Item, DateTimeOffset Expires, string? Note);
