using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ProxyCapi.Conversions;

/// <summary>The cookies of a request as they stand. Read by hand: banners write braces, commas and quotes, which no parser of RFC 6265 takes.</summary>
internal sealed class RequestCookies
{
    // Longer than any cookie that a browser keeps.
    private const int MaxLength = 8192;

    private readonly List<Pair> _pairs = [];

    /// <summary>Finds where the cookies stand; no text is copied before it is asked for.</summary>
    public RequestCookies(IReadOnlyDictionary<string, StringValues> headers)
    {
        if (!headers.TryGetValue(HeaderNames.Cookie, out var fields))
        {
            return;
        }

        foreach (var field in fields)
        {
            Add(field ?? "");
        }
    }

    /// <summary>The value of the first cookie of that name, without white space and quotes around it.</summary>
    public string? Find(string name)
    {
        foreach (var pair in _pairs)
        {
            if (pair.Name.SequenceEqual(name))
            {
                return pair.Value.ToString();
            }
        }

        return null;
    }

    /// <summary>The values of all cookies of that name: of another path or domain, a browser sends several.</summary>
    public IEnumerable<string> All(string name)
    {
        foreach (var pair in _pairs)
        {
            if (pair.Name.SequenceEqual(name))
            {
                yield return pair.Value.ToString();
            }
        }
    }

    /// <summary>The cookies whose name begins like this.</summary>
    public IEnumerable<(string Name, string Value)> From(string prefix)
    {
        foreach (var pair in _pairs)
        {
            if (pair.Name.StartsWith(prefix, StringComparison.Ordinal))
            {
                yield return (pair.Name.ToString(), pair.Value.ToString());
            }
        }
    }

    private void Add(string field)
    {
        for (int start = 0, end; start < field.Length; start = end + 1)
        {
            end = field.IndexOf(';', start);
            end = end < 0 ? field.Length : end;
            var equals = field.AsSpan(start, end - start).IndexOf('=');
            if (equals > 0 && end - start <= MaxLength)
            {
                _pairs.Add(new Pair(field, start, start + equals, end));
            }
        }
    }

    private readonly record struct Pair(string Field, int Start, int Sign, int End)
    {
        public ReadOnlySpan<char> Name => Field.AsSpan(Start, Sign - Start).Trim();

        public ReadOnlySpan<char> Value => Field.AsSpan(Sign + 1, End - Sign - 1).Trim().Trim('"');
    }
}
