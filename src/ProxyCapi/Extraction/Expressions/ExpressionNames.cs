namespace ProxyCapi.Extraction.Expressions;

/// <summary>What names an expression may use.</summary>
/// <param name="Fields">Keys of the rule's own <c>CustomData</c> that have one value.</param>
/// <param name="RouteParameters">Placeholders of the rule's path.</param>
internal sealed record ExpressionNames(IReadOnlyCollection<string> Fields, IReadOnlyCollection<string> RouteParameters)
{
    /// <summary>The expression stands in a list whose entries are JSON, so <c>json</c> is the entry, not the answer.</summary>
    public bool IsInJsonEntry { get; init; }

    /// <summary>No names.</summary>
    public static ExpressionNames None { get; } = new([], []);

    public bool HasField(string name) => Fields.Contains(name);

    public bool HasRouteParameter(string name) => RouteParameters.Contains(name, StringComparer.OrdinalIgnoreCase);
}
