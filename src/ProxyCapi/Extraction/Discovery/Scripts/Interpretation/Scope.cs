namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>The variables of a function or a block.</summary>
/// <param name="serial">Number in the order of creation.</param>
/// <param name="parent">The scope around it; <see langword="null"/> for that of the page.</param>
/// <param name="window">The page's global object if its members are the variables.</param>
internal sealed class Scope(long serial, Scope? parent, ScriptObject? window = null) : PropertyBag(serial)
{
    /// <summary>The scope around it.</summary>
    public Scope? Parent => parent;

    /// <summary>What holds the variables.</summary>
    public PropertyBag Variables => window ?? (PropertyBag)this;

    /// <summary>Whether <c>var</c> declares here.</summary>
    public bool IsFunction { get; init; } = window is not null;

    /// <summary>The call's arguments; <see langword="null"/> in blocks and arrow functions.</summary>
    public IReadOnlyList<object>? Arguments { get; init; }

    /// <summary>The call's <c>this</c>; <see langword="null"/> in blocks and arrow functions.</summary>
    public object? This { get; init; } = window;

    /// <summary>Where <c>var</c> declares.</summary>
    public Scope Function
    {
        get
        {
            var scope = this;
            while (!scope.IsFunction && scope.Parent is { } outer)
            {
                scope = outer;
            }

            return scope;
        }
    }
}
