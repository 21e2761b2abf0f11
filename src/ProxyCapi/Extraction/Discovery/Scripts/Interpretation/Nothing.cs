namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>JavaScript's two values that stand for none.</summary>
internal sealed class Nothing
{
    private Nothing()
    {
    }

    /// <summary><c>undefined</c>.</summary>
    public static Nothing Undefined { get; } = new();

    /// <summary><c>null</c>.</summary>
    public static Nothing Null { get; } = new();
}
