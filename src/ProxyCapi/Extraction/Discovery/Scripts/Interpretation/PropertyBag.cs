namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>
/// Something that holds values by name: an object, or the variables of a function. Values are <see cref="string"/>, <see cref="bool"/>,
/// <see cref="decimal"/> (<see cref="double"/> only where decimals end), <see cref="Nothing"/>, <see cref="ScriptObject"/> and <see cref="Unknown"/>.
/// Writes go through <see cref="ScriptMemory"/>, which can take them back.
/// </summary>
/// <param name="serial">Number in the order of creation.</param>
internal abstract class PropertyBag(long serial)
{
    private OrderedDictionary<string, object>? _values;

    /// <summary>Number in the order of creation.</summary>
    public long Serial => serial;

    /// <summary>Names and values in the order in which they were set.</summary>
    public IReadOnlyCollection<KeyValuePair<string, object>> Entries => _values is null ? [] : _values;

    /// <summary>The value; <see langword="null"/> if the name was never set.</summary>
    public object? Find(string name) => _values is not null && _values.TryGetValue(name, out var value) ? value : null;

    /// <summary>Sets a value without a trace; <see langword="null"/> removes the name.</summary>
    public void Put(string name, object? value)
    {
        if (value is not null)
        {
            (_values ??= new OrderedDictionary<string, object>(StringComparer.Ordinal))[name] = value;
        }
        else
        {
            _values?.Remove(name);
        }
    }
}
