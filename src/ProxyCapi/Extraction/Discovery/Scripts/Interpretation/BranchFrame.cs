namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>What stood in memory before one way of a branching was read, as far as that way has changed it.</summary>
/// <param name="openedAt">Number of the first thing that can have been made on the way.</param>
internal sealed class BranchFrame(long openedAt)
{
    /// <summary>Values before the way.</summary>
    public Dictionary<(PropertyBag Bag, string Name), object?> Values { get; } = [];

    /// <summary>Lists before the way.</summary>
    public Dictionary<ScriptArray, List<object>> Lists { get; } = [];

    /// <summary>What other ways left behind that have left the function; this one goes on for all that follows.</summary>
    public IReadOnlyList<BranchOutcome> Departed { get; init; } = [];

    /// <summary>How many branches lead to the branching.</summary>
    public int PathLength { get; init; }

    /// <summary>Whether the thing is older than the way, so that others can see it.</summary>
    public bool Concerns(PropertyBag bag) => bag.Serial < openedAt;
}
