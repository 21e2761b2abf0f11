namespace GraphEmulator.Journal;

/// <summary>What Meta tells a repeated event by.</summary>
/// <param name="Pixel">The pixel id.</param>
/// <param name="EventName">The event's name.</param>
/// <param name="EventId">The event's id.</param>
public readonly record struct EventKey(string Pixel, string EventName, string EventId);
