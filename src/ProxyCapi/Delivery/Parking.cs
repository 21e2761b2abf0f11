namespace ProxyCapi.Delivery;

/// <summary>How items go back to the queue.</summary>
/// <param name="Due">Not before this time.</param>
internal readonly record struct Parking(DateTimeOffset Due)
{
    /// <summary>The outcome of the request with them is unknown. An earlier doubt is never taken back: only acceptance ends it.</summary>
    public bool InDoubt { get; init; }

    /// <summary>What Meta said, for the operator: <c>100/2804050</c>.</summary>
    public string? Note { get; init; }
}
