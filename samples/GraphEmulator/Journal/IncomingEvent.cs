namespace GraphEmulator.Journal;

/// <summary>An event on its way into the journal.</summary>
internal readonly record struct IncomingEvent(string EventName, string? EventId, ReadOnlyMemory<byte> Json);
