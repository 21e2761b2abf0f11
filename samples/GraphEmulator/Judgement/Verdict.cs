namespace GraphEmulator.Judgement;

/// <summary>What the judgement came to.</summary>
/// <param name="Error">The answer to a refused request; <see langword="null"/> if it is accepted.</param>
/// <param name="Problems">Every reason to refuse that was found, up to 50.</param>
/// <param name="Warnings">What a success answer says in <c>messages</c>.</param>
internal sealed record Verdict(GraphError? Error, IReadOnlyList<Problem> Problems, IReadOnlyList<string> Warnings)
{
    /// <summary>Whether the events are to be committed.</summary>
    public bool IsAccepted => Error is null;
}
