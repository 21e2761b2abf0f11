using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>The keys of an address (<c>URLSearchParams</c>).</summary>
internal sealed class ScriptQuery(long serial, string query) : ScriptObject(serial)
{
    private readonly Dictionary<string, StringValues> _values = QueryHelpers.ParseQuery(query);

    /// <summary>Calls a method; <see langword="null"/> if it has none of that name.</summary>
    public object? Call(string name, IReadOnlyList<object> arguments) => (name, arguments) switch
    {
        ("get", [string key, ..]) => Find(key) is [{ } first, ..] ? first : Nothing.Null,
        ("has", [string key, ..]) => Find(key).Count > 0,
        ("get" or "has" or "getAll" or "toString" or "keys" or "entries" or "forEach", _) => Unknown.Value,
        _ => null,
    };

    // The dictionary of the library does not tell upper from lower case; a browser does.
    private new StringValues Find(string key) =>
        _values.FirstOrDefault(pair => pair.Key.Equals(key, StringComparison.Ordinal)).Value;
}
