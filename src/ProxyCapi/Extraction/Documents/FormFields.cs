namespace ProxyCapi.Extraction.Documents;

/// <summary>The fields of a form; names are exact first, and without case where that finds nothing.</summary>
internal sealed class FormFields
{
    private readonly List<KeyValuePair<string, string>> _fields = [];

    /// <summary>No fields.</summary>
    public static FormFields Empty { get; } = new();

    /// <summary>All of them, in the form's order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> All => _fields;

    /// <summary>The first value of a field.</summary>
    public string? Find(string name) => Find(name, StringComparison.Ordinal) ?? Find(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Adds a field; only while the form is read.</summary>
    public void Add(string name, string value) => _fields.Add(new(name, value));

    private string? Find(string name, StringComparison comparison)
    {
        foreach (var field in _fields)
        {
            if (field.Key.Equals(name, comparison))
            {
                return field.Value;
            }
        }

        return null;
    }
}
