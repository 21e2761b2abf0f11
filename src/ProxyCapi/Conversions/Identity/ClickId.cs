using System.Net;

namespace ProxyCapi.Conversions.Identity;

/// <summary>The click id that Meta appends to links, <c>fbclid</c> (meta-capi.md section 6.2).</summary>
internal static class ClickId
{
    private const int LongestId = 500;
    private const string Key = "fbclid";

    /// <summary>The id of the request's own query, or of its Referer's query if that has none; <see langword="null"/>: no usable one.</summary>
    /// <param name="queryString">The request's query, escaped, with or without its question mark.</param>
    /// <param name="referer">The Referer header; a missing scheme is tolerated.</param>
    public static string? Find(string? queryString, string? referer)
    {
        var id = ValueIn(queryString);
        return Usable(string.IsNullOrEmpty(id) ? ValueIn(QueryOf(referer)) : id);
    }

    /// <summary>The id if its length and alphabet are those of a click id (E5): it ends up in a header.</summary>
    public static string? Usable(string? id)
    {
        if (id is not { Length: > 0 and <= LongestId })
        {
            return null;
        }

        foreach (var c in id)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
            {
                return null;
            }
        }

        return id;
    }

    // The first one counts, as for URLSearchParams.get.
    private static string? ValueIn(ReadOnlySpan<char> query)
    {
        query = query is ['?', ..] ? query[1..] : query;
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            var equals = pair.IndexOf('=');
            if (equals >= 0 && WebUtility.UrlDecode(pair[..equals].ToString()) == Key)
            {
                return WebUtility.UrlDecode(pair[(equals + 1)..].ToString());
            }
        }

        return null;
    }

    private static ReadOnlySpan<char> QueryOf(string? referer)
    {
        if (string.IsNullOrEmpty(referer))
        {
            return [];
        }

        var absolute = HasScheme(referer) ? referer : "http://" + referer;
        if (!Uri.TryCreate(absolute, UriKind.Absolute, out _))
        {
            return [];
        }

        var hash = absolute.IndexOf('#', StringComparison.Ordinal);
        var page = hash < 0 ? absolute : absolute.AsSpan(0, hash);
        var mark = page.IndexOf('?');
        return mark < 0 ? [] : page[mark..];
    }

    private static bool HasScheme(string referer)
    {
        var end = referer.IndexOf("://", StringComparison.Ordinal);
        return end > 0 && referer.AsSpan(0, end).IndexOfAny('/', '?', '#') < 0;
    }
}
