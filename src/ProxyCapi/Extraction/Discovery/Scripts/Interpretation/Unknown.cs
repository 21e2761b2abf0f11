namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>A value that only the browser knows.</summary>
/// <param name="Path">The name under which the page reaches it, without <c>window.</c>; <see langword="null"/> if it has none.</param>
/// <param name="Kind">What is known all the same.</param>
internal sealed record Unknown(string? Path, UnknownKind Kind)
{
    private const int MaxPath = 120;

    /// <summary>A value of which nothing is known.</summary>
    public static Unknown Value { get; } = new(null, UnknownKind.Value);

    /// <summary>One of its members.</summary>
    public Unknown Member(string name)
    {
        var kind = Kind is UnknownKind.Absent or UnknownKind.Host ? Kind : UnknownKind.Value;
        return Path is null || Path.Length + name.Length > MaxPath ? Value : new Unknown($"{Path}.{name}", kind);
    }
}
