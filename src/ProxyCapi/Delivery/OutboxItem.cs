namespace ProxyCapi.Delivery;

/// <summary>One event on its way to one pixel: normalised, hashed, and already written as JSON.</summary>
internal sealed record OutboxItem
{
    /// <summary>The pixel's name in the configuration.</summary>
    public required string Pixel { get; init; }

    /// <summary>The lane it travels in.</summary>
    public required Lane Lane { get; init; }

    /// <summary>The event's name, as Meta writes it.</summary>
    public required string EventName { get; init; }

    /// <summary>The event's id, never empty.</summary>
    public required string EventId { get; init; }

    /// <summary>
    /// What makes the event unique for its pixel and name, for the length of the dedupe window: the order id where there is one, else the
    /// event id.
    /// </summary>
    public required string DedupeKey { get; init; }

    /// <summary>When it happened, fixed at capture.</summary>
    public required DateTimeOffset EventTime { get; init; }

    /// <summary>The event as one JSON object in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Meta's <c>action_source</c>: it decides how old the event may become.</summary>
    public string ActionSource { get; init; } = "website";

    /// <summary>Code of Meta's test tab, if the visitor tests: such an event counts nothing, and no other one shares its request.</summary>
    public string? TestEventCode { get; init; }

    /// <summary>W3C <c>traceparent</c> of the page request, for the send span's link.</summary>
    public string? TraceParent { get; init; }
}
