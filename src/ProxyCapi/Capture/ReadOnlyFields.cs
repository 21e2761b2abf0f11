using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace ProxyCapi.Capture;

/// <summary>
/// A few named values in one array. Messages have a dozen fields or two: searching them one by one costs less than hashing, and
/// the copy of a message's fields costs one allocation instead of a dictionary's three.
/// </summary>
/// <typeparam name="TValue">Type of the values.</typeparam>
internal sealed class ReadOnlyFields<TValue> : IReadOnlyDictionary<string, TValue>
{
    private readonly KeyValuePair<string, TValue>[] _entries;

    /// <summary>Takes over an array; names are compared without case, the first of equal names wins.</summary>
    /// <param name="entries">The fields; not copied.</param>
    /// <param name="count">How many of them are in use.</param>
    public ReadOnlyFields(KeyValuePair<string, TValue>[] entries, int count)
    {
        _entries = entries;
        Count = count;
    }

    /// <summary>No fields.</summary>
    public static ReadOnlyFields<TValue> Empty { get; } = new([], 0);

    public int Count { get; }

    public IEnumerable<string> Keys => _entries.Take(Count).Select(entry => entry.Key);

    public IEnumerable<TValue> Values => _entries.Take(Count).Select(entry => entry.Value);

    public TValue this[string key] =>
        TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no field '{key}'.");

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out TValue value)
    {
        foreach (ref readonly var entry in _entries.AsSpan(0, Count))
        {
            if (string.Equals(entry.Key, key, StringComparison.OrdinalIgnoreCase))
            {
                value = entry.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    public IEnumerator<KeyValuePair<string, TValue>> GetEnumerator() => _entries.Take(Count).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
