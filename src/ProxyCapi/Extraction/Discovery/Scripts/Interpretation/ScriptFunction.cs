using Acornima.Ast;

namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>A function that the page itself writes.</summary>
/// <param name="serial">Number in the order of creation.</param>
/// <param name="code">Its source.</param>
/// <param name="scope">Where it was made.</param>
internal sealed class ScriptFunction(long serial, IFunction code, Scope scope) : ScriptObject(serial)
{
    /// <summary>Its source.</summary>
    public IFunction Code => code;

    /// <summary>Where it was made.</summary>
    public Scope Scope => scope;

    /// <summary>What <c>bind</c> fixed as <c>this</c>.</summary>
    public object? BoundThis { get; init; }

    /// <summary>What <c>bind</c> fixed as first arguments.</summary>
    public IReadOnlyList<object> BoundArguments { get; init; } = [];
}
