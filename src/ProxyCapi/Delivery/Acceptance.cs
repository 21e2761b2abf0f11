namespace ProxyCapi.Delivery;

/// <summary>What Meta said when it took events.</summary>
/// <param name="TraceId">Meta's number for support cases.</param>
/// <param name="Warnings">The answer's <c>messages</c>.</param>
internal readonly record struct Acceptance(string? TraceId, IReadOnlyList<string> Warnings)
{
    /// <summary>One line for the operator; <see langword="null"/> without a warning.</summary>
    public string? Note => Warnings is { Count: > 0 } ? string.Join(" ", Warnings) + (TraceId is null ? "" : $" (fbtrace_id {TraceId})") : null;
}
