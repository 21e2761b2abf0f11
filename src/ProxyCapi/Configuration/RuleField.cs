using System.ComponentModel;

namespace ProxyCapi.Configuration;

/// <summary>
/// What a rule says about one key of <c>custom_data</c>: an expression, or a list (<see cref="Each"/>) whose entries have fields of their own.
/// In the configuration a plain text is the expression, and in an object every key but Value, Each, Where and Fields is a field:
/// <c>{ "Each": "css:tr.item", "id": "{css:@data-sku}" }</c>.
/// </summary>
[TypeConverter(typeof(RuleFieldConverter))]
public sealed class RuleField
{
    /// <summary>The value expression of a plain field.</summary>
    public string? Value { get; set; }

    /// <summary>Source of a list's entries: <c>css:tr.item</c>, <c>json:order.lines[*]</c>. The fields are relative to each entry.</summary>
    public string? Each { get; set; }

    /// <summary>Conditions an entry must meet to be kept.</summary>
    public List<string> Where { get; set; } = [];

    /// <summary>Expressions of a list's fields, by Meta's key (<c>id</c>, <c>quantity</c>, <c>item_price</c>, …).</summary>
    public Dictionary<string, string> Fields { get; set; } = new(StringComparer.Ordinal);

    /// <summary>A plain field from its expression.</summary>
    /// <param name="value">The value expression.</param>
    public static implicit operator RuleField(string value) => FromString(value);

    /// <summary>A plain field from its expression.</summary>
    /// <param name="value">The value expression.</param>
    /// <returns>The field.</returns>
    public static RuleField FromString(string value) => new() { Value = value };
}
