namespace ProxyCapi.CrashTests.Judgement;

/// <summary>What a run has come to, in orders.</summary>
internal sealed record DeliveryReport
{
    /// <summary>Orders whose event was found on disk at a kill, was accepted, or was promised.</summary>
    public required int Acknowledged { get; init; }

    /// <summary>Orders whose event was accepted.</summary>
    public required int Delivered { get; init; }

    /// <summary>Different event ids that were accepted.</summary>
    public required int DistinctEventIds { get; init; }

    /// <summary>Acknowledged orders whose event was never accepted.</summary>
    public required IReadOnlyList<string> Lost { get; init; }

    /// <summary>Orders whose event was promised although nobody looked at the disk.</summary>
    public required int Promised { get; init; }

    /// <summary>Those of them whose event was never accepted.</summary>
    public required int LostOfPromised { get; init; }

    /// <summary>Events that were accepted more than once, each time but the first.</summary>
    public required int Repeats { get; init; }

    /// <summary>Orders with two event ids.</summary>
    public required int WithAnotherId { get; init; }

    /// <summary>Orders with two event times.</summary>
    public required int WithAnotherTime { get; init; }

    /// <summary>Events with a value, an id or a time that is not their order's.</summary>
    public required int Untrue { get; init; }

    /// <summary>What must not be, in words; empty if all holds.</summary>
    public IEnumerable<string> Failures()
    {
        if (Lost.Count > 0)
        {
            yield return $"{Lost.Count} acknowledged orders were never delivered: {string.Join(", ", Lost.Take(5))}{(Lost.Count > 5 ? ", …" : "")}";
        }

        if (DistinctEventIds != Acknowledged)
        {
            yield return $"{Acknowledged} orders were acknowledged, and {DistinctEventIds} different event ids arrived.";
        }

        if (WithAnotherId > 0)
        {
            yield return $"{WithAnotherId} orders arrived under two event ids.";
        }

        if (WithAnotherTime > 0)
        {
            yield return $"{WithAnotherTime} orders arrived with two event times.";
        }

        if (Untrue > 0)
        {
            yield return $"{Untrue} events do not say what their order says (value, event id, time).";
        }
    }
}
