using ProxyCapi.Conversions;

namespace ProxyCapi.Extraction.Expressions;

/// <summary>One step of a chain.</summary>
/// <param name="Function">Gives the next value from the last; both may be nothing.</param>
internal sealed record ValueTransform(Func<ScalarValue?, ReadingScope, ScalarValue?> Function)
{
    /// <summary>Whether it asks for the language of the page.</summary>
    public bool ReadsPageLanguage { get; init; }

    public ScalarValue? Apply(ScalarValue? value, ReadingScope scope) => Function(value, scope);
}
