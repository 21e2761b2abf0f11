namespace ProxyCapi.Tests.Storage.Model;

/// <summary>One thing that happens.</summary>
/// <param name="Kind">What.</param>
/// <param name="A">Which, or how many.</param>
/// <param name="B">How.</param>
public readonly record struct OutboxStep(OutboxStepKind Kind, int A, int B)
{
    public override string ToString() => $"{Kind}({A},{B})";
}
