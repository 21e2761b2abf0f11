using ProxyCapi.Conversions;

namespace ProxyCapi.Extraction.Expressions;

/// <summary>A text in quotes.</summary>
internal sealed class ConstantSource(string text) : ValueSource
{
    public override ScalarValue? Read(ReadingScope scope) => new ScalarValue(text);
}
