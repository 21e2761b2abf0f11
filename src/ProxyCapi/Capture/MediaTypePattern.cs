using Microsoft.Net.Http.Headers;

namespace ProxyCapi.Capture;

/// <summary>
/// A media type as an operator writes it: <c>text/html</c>, <c>text/*</c>, <c>application/*+json</c>, <c>*/*</c>. Compares spans, because
/// parsing an answer's field with ASP.NET's own type would allocate on each.
/// </summary>
internal sealed class MediaTypePattern
{
    private readonly string? _type;
    private readonly string? _subType;
    private readonly string? _suffix;

    private MediaTypePattern(string? type, string? subType, string? suffix)
    {
        _type = type;
        _subType = subType;
        _suffix = suffix;
    }

    /// <summary>Compiles a pattern; <see langword="null"/> if it is none.</summary>
    public static MediaTypePattern? Parse(string? text)
    {
        if (!MediaTypeHeaderValue.TryParse(text, out var parsed) || parsed.Parameters.Count > 0)
        {
            return null;
        }

        var suffix = parsed.MatchesAllSubTypesWithoutSuffix && !parsed.MatchesAllSubTypes ? "+" + parsed.Suffix : null;
        return new MediaTypePattern(
            parsed.MatchesAllTypes ? null : parsed.Type.ToString(),
            parsed.MatchesAllSubTypes || suffix is not null ? null : parsed.SubType.ToString(),
            suffix);
    }

    /// <summary>The part of a <c>Content-Type</c> field in front of its parameters.</summary>
    public static ReadOnlySpan<char> WithoutParameters(ReadOnlySpan<char> contentType)
    {
        var end = contentType.IndexOf(';');
        return (end < 0 ? contentType : contentType[..end]).Trim();
    }

    /// <summary>Whether answers of this type are streams without an end in sight.</summary>
    public static bool IsStream(ReadOnlySpan<char> mediaType) =>
        mediaType.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase)
        || mediaType.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a media type without parameters fits; none at all fits <c>*/*</c> only.</summary>
    public bool IsMatch(ReadOnlySpan<char> mediaType)
    {
        var slash = mediaType.IndexOf('/');
        if (slash < 0)
        {
            return _type is null && _subType is null && _suffix is null;
        }

        var subType = mediaType[(slash + 1)..];
        return (_type is null || mediaType[..slash].Equals(_type, StringComparison.OrdinalIgnoreCase))
            && (_subType is null || subType.Equals(_subType, StringComparison.OrdinalIgnoreCase))
            && (_suffix is null || subType.EndsWith(_suffix, StringComparison.OrdinalIgnoreCase));
    }
}
