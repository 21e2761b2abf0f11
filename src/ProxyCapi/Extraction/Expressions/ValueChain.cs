using ProxyCapi.Conversions;

namespace ProxyCapi.Extraction.Expressions;

/// <summary>A source and what is done with its value, in order.</summary>
internal sealed record ValueChain(ValueSource Source, IReadOnlyList<ValueTransform> Transforms)
{
    /// <summary>Printed numbers are read by the page's language, so they need the page.</summary>
    public bool NeedsResponseBody => Transforms.Any(transform => transform.ReadsPageLanguage);

    public ScalarValue? Read(ReadingScope scope)
    {
        var value = Source.Read(scope);
        foreach (var transform in Transforms)
        {
            value = transform.Apply(value, scope);
        }

        return value;
    }
}
