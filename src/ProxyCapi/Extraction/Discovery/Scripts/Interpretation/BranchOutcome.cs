namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>What one way of a branching has changed.</summary>
/// <param name="Values">Values after the way; <see langword="null"/> for a name that it removed.</param>
/// <param name="Lists">Lists after the way.</param>
internal sealed record BranchOutcome(
    IReadOnlyDictionary<(PropertyBag Bag, string Name), object?> Values,
    IReadOnlyDictionary<ScriptArray, List<object>> Lists)
{
    /// <summary>The way that changes nothing.</summary>
    public static BranchOutcome None { get; } =
        new(new Dictionary<(PropertyBag Bag, string Name), object?>(), new Dictionary<ScriptArray, List<object>>());
}
