using System.Collections.Frozen;

namespace ProxyCapi.Conversions.Normalization;

/// <summary>Codes by the names of what they stand for.</summary>
internal sealed class NamedCodes
{
    private readonly FrozenDictionary<string, string> _codes;
    private readonly string[] _longestFirst;

    /// <param name="lists">Embedded lists with one code and its names per line; the first list that knows a name decides.</param>
    public NamedCodes(params ReadOnlySpan<string> lists)
    {
        var codes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var list in lists)
        {
            foreach (var line in EmbeddedData.ReadLines(list))
            {
                var parts = line.Split(' ');
                foreach (var name in parts.AsSpan(1))
                {
                    codes.TryAdd(name, parts[0]);
                }
            }
        }

        _codes = codes.ToFrozenDictionary(StringComparer.Ordinal);
        // the order of the list breaks ties: OrderBy is stable
        _longestFirst = [.. codes.Keys.OrderByDescending(static name => name.Length)];
    }

    /// <summary>The code of exactly this name.</summary>
    public string? Find(string name) => _codes.GetValueOrDefault(name);

    /// <summary>The code of the longest name that occurs in the text.</summary>
    /// <param name="text">Letters only.</param>
    /// <param name="minimumLength">Shorter names do not count.</param>
    public string? FindLongestWithin(string text, int minimumLength = 0)
    {
        foreach (var name in _longestFirst)
        {
            if (name.Length < minimumLength)
            {
                return null;
            }

            if (text.Contains(name, StringComparison.Ordinal))
            {
                return _codes[name];
            }
        }

        return null;
    }
}
