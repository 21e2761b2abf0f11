using ProxyCapi.Conversions;

namespace ProxyCapi.Extraction.Expressions;

/// <summary>Alternatives (<c>a ?? b</c>): the first that gives something.</summary>
internal sealed class ValueChoice(IReadOnlyList<ValueChain> alternatives)
{
    public bool NeedsRequestBody => alternatives.Any(chain => chain.Source.NeedsRequestBody);

    public bool NeedsResponseBody => alternatives.Any(chain => chain.Source.NeedsResponseBody || chain.NeedsResponseBody);

    /// <summary>Names of the rule's fields it refers to.</summary>
    public IEnumerable<string> References => alternatives.Select(chain => chain.Source).OfType<FieldSource>().Select(source => source.Name);

    public ScalarValue? Read(ReadingScope scope)
    {
        foreach (var chain in alternatives)
        {
            if (chain.Read(scope) is { Text.Length: > 0 } value)
            {
                return value;
            }
        }

        return null;
    }
}
