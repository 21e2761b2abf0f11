using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ProxyCapi.Capture;

/// <summary>Copies header fields out of messages that are gone when the exchange is read.</summary>
internal static class HeaderSnapshot
{
    /// <summary>The request's fields.</summary>
    public static ReadOnlyFields<StringValues> Of(IHeaderDictionary headers)
    {
        var entries = new KeyValuePair<string, StringValues>[headers.Count];
        var count = 0;
        foreach (var field in headers)
        {
            if (count < entries.Length)
            {
                entries[count++] = field;
            }
        }

        return new ReadOnlyFields<StringValues>(entries, count);
    }

    /// <summary>The answer's fields as the site sent them, those of its content among them.</summary>
    public static ReadOnlyFields<StringValues> Of(HttpResponseHeaders headers, HttpContentHeaders contentHeaders)
    {
        var first = headers.NonValidated;
        var second = contentHeaders.NonValidated;
        var entries = new KeyValuePair<string, StringValues>[first.Count + second.Count];
        var count = Copy(first, entries, 0);
        count = Copy(second, entries, count);
        return new ReadOnlyFields<StringValues>(entries, count);
    }

    /// <summary>One field of the answer's content, as sent.</summary>
    public static string? Get(HttpContentHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static int Copy(HttpHeadersNonValidated source, KeyValuePair<string, StringValues>[] entries, int count)
    {
        foreach (var (name, values) in source)
        {
            entries[count++] = new(name, values.Count == 1 ? values.ToString() : new StringValues([.. values]));
        }

        return count;
    }
}
