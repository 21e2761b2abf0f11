using Microsoft.AspNetCore.WebUtilities;

namespace ProxyCapi.Conversions.Identity;

/// <summary>The click id of an advertisement: <c>fbclid</c> of the request, else of its <c>Referer</c> (meta-capi.md section 6.2, points 1 and 7).</summary>
internal static class ClickId
{
    private const string Key = "fbclid";
    private const int MaxLength = 500;

    /// <summary>The click id, case kept; <see langword="null"/> if there is none that could be one.</summary>
    /// <param name="query">The request's query, with or without its question mark.</param>
    /// <param name="referer">The request's <c>Referer</c>; a malformed one is none.</param>
    public static string? Find(string? query, string? referer)
    {
        var own = Of(query);
        return own.Length > 0 ? Checked(own) : Checked(Of(QueryOf(referer)));
    }

    private static string Of(string? query) =>
        string.IsNullOrEmpty(query) ? "" : QueryHelpers.ParseQuery(query).TryGetValue(Key, out var values) ? values[0] ?? "" : "";

    private static string? QueryOf(string? referer)
    {
        if (string.IsNullOrEmpty(referer))
        {
            return null;
        }

        var fragment = referer.IndexOf('#', StringComparison.Ordinal);
        var address = fragment < 0 ? referer : referer[..fragment];
        var question = address.IndexOf('?', StringComparison.Ordinal);
        return question < 0 ? null : address[question..];
    }

    // E5: what goes into a cookie and a header is checked first.
    private static string? Checked(string id) =>
        id.Length is > 0 and <= MaxLength && id.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_') ? id : null;
}
