namespace GraphEmulator.Judgement;

/// <summary>One reason to refuse.</summary>
/// <param name="Code">Meta's code.</param>
/// <param name="Subcode">Meta's subcode, where a public one is known.</param>
/// <param name="Path">The field to blame, outermost first: <c>data[3]</c>, <c>user_data</c>, <c>em</c>. Empty for the request itself.</param>
/// <param name="Reason">What is wrong with it, as a sentence. Never the value.</param>
internal sealed record Problem(int Code, int? Subcode, IReadOnlyList<string> Path, string Reason)
{
    public override string ToString() => Path.Count == 0 ? Reason : $"{string.Join('.', Path)}: {Reason}";
}
