using ProxyCapi.Conversions;

namespace ProxyCapi.Extraction.Expressions;

/// <summary>Another field of the same rule: <c>{order_id}</c>.</summary>
internal sealed class FieldSource(string name) : ValueSource
{
    /// <summary>The field's key.</summary>
    public string Name { get; } = name;

    public override ScalarValue? Read(ReadingScope scope) => scope.Field(Name);
}
