using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace ProxyCapi.Capture;

/// <summary>
/// Looks for values in query, headers and cookies where they stand: <c>HttpRequest.Query</c> and <c>Cookies</c> would parse and allocate on
/// every request.
/// </summary>
internal static class RequestFields
{
    /// <summary>Whether every key stands in the query with a value that fits; names without case.</summary>
    public static bool HaveQuery(QueryString query, KeyValuePair<string, ValuePattern>[] patterns)
    {
        if (!query.HasValue)
        {
            return false;
        }

        foreach (var (name, pattern) in patterns)
        {
            if (!HasQuery(query.Value, name, pattern))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether every header is there with a value that fits.</summary>
    public static bool HaveHeaders(IHeaderDictionary headers, KeyValuePair<string, ValuePattern>[] patterns)
    {
        foreach (var (name, pattern) in patterns)
        {
            if (!headers.TryGetValue(name, out var values) || !IsAnyMatch(values, pattern))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether every cookie is there with a value that fits, as it stands or unescaped.</summary>
    public static bool HaveCookies(StringValues fields, KeyValuePair<string, ValuePattern>[] patterns)
    {
        foreach (var (name, pattern) in patterns)
        {
            if (!HasCookie(fields, name, pattern))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasQuery(string query, string name, ValuePattern pattern)
    {
        foreach (var pair in new QueryStringEnumerable(query))
        {
            if (pair.DecodeName().Span.Equals(name, StringComparison.OrdinalIgnoreCase) && pattern.IsMatch(pair.DecodeValue().Span))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAnyMatch(StringValues values, ValuePattern pattern)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (pattern.IsMatch(values[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasCookie(StringValues fields, string name, ValuePattern pattern)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            ReadOnlySpan<char> field = fields[i];
            foreach (var range in field.Split(';'))
            {
                var cookie = field[range].Trim();
                var equals = cookie.IndexOf('=');
                if (equals > 0 && cookie[..equals].TrimEnd().SequenceEqual(name) && IsCookieMatch(cookie[(equals + 1)..].TrimStart(), pattern))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsCookieMatch(ReadOnlySpan<char> value, ValuePattern pattern)
    {
        if (value.Length >= 2 && value[0] == '"' && value[^1] == '"')
        {
            value = value[1..^1];
        }

        return pattern.IsMatch(value) || (value.Contains('%') && pattern.IsMatch(Uri.UnescapeDataString(value)));
    }
}
