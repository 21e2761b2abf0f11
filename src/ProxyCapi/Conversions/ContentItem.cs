namespace ProxyCapi.Conversions;

/// <summary>One line of an order, by Meta's keys: <c>id</c>, <c>quantity</c>, <c>item_price</c>, <c>title</c>, …</summary>
internal sealed class ContentItem
{
    /// <summary>The line's fields.</summary>
    public Dictionary<string, ScalarValue> Fields { get; } = new(StringComparer.Ordinal);
}
