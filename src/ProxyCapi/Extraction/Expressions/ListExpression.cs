using ProxyCapi.Conversions;

namespace ProxyCapi.Extraction.Expressions;

/// <summary>A list of entries with fields of their own: the lines of an order.</summary>
/// <param name="sources">Where the entries come from; <c>++</c> joins several.</param>
/// <param name="where">What an entry must meet.</param>
/// <param name="fields">The fields, relative to the entry.</param>
internal sealed class ListExpression(
    IReadOnlyList<EntrySource> sources, IReadOnlyList<Condition> where, IReadOnlyList<KeyValuePair<string, ValueExpression>> fields)
{
    public bool NeedsRequestBody =>
        sources.Any(source => source.NeedsRequestBody) || where.Any(condition => condition.NeedsRequestBody) || fields.Any(pair => pair.Value.NeedsRequestBody);

    public bool NeedsResponseBody =>
        sources.Any(source => source.NeedsResponseBody) || where.Any(condition => condition.NeedsResponseBody) || fields.Any(pair => pair.Value.NeedsResponseBody);

    /// <summary>The entries that meet the conditions and give at least one field.</summary>
    public IEnumerable<ContentItem> Read(ReadingScope scope)
    {
        foreach (var entry in sources.SelectMany(source => source.Entries(scope)))
        {
            if (where.All(condition => condition.Holds(entry)))
            {
                var item = new ContentItem();
                foreach (var (key, expression) in fields)
                {
                    if (expression.Read(entry) is { } value && value.Text.Trim() is { Length: > 0 } text)
                    {
                        item.Fields[key] = AsNumber(key, value with { Text = text }, entry);
                    }
                }

                if (item.Fields.Count > 0)
                {
                    yield return item;
                }
            }
        }
    }

    private static ScalarValue AsNumber(string key, ScalarValue value, ReadingScope scope) =>
        key is "quantity" or "item_price" && value.Kind == ScalarKind.Text && Numbers.PrintedNumber.Parse(value.Text, scope.Numbers) is { } number
            ? new ScalarValue(Numbers.PrintedNumber.ToText(number), ScalarKind.Number)
            : value;
}
