using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Shop;

/// <summary>Values by key, in memory. When it is full, the entry that came first goes.</summary>
internal sealed class BoundedStore<TValue>(int capacity)
{
    private readonly ConcurrentDictionary<string, TValue> _values = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _arrivals = new();

    public bool TryGet(string key, [MaybeNullWhen(false)] out TValue value) => _values.TryGetValue(key, out value);

    public void Add(string key, TValue value)
    {
        if (_values.TryAdd(key, value))
            MakeRoom(key);
    }

    /// <summary>Changes the value so far, or <paramref name="initial"/>. Calls <paramref name="change"/> again if somebody else was faster.</summary>
    public TValue Update(string key, TValue initial, Func<TValue, TValue> change)
    {
        while (true)
        {
            if (!_values.TryGetValue(key, out var before))
            {
                Add(key, initial);
                continue;
            }

            var after = change(before);
            if (_values.TryUpdate(key, after, before))
                return after;
        }
    }

    private void MakeRoom(string newest)
    {
        _arrivals.Enqueue(newest);
        while (_arrivals.Count > capacity && _arrivals.TryDequeue(out var oldest))
            _values.TryRemove(oldest, out _);
    }
}
