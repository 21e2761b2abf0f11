using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace ProxyCapi.Capture;

/// <summary>
/// One path pattern. ASP.NET's own code decides; in front of it stands a test that allocates nothing and turns away nearly every path that
/// cannot fit.
/// </summary>
internal sealed class PathMatcher
{
    private readonly TemplateMatcher _matcher;
    private readonly KeyValuePair<string, IRouteConstraint>[] _constraints;
    private readonly SegmentFilter[] _segments;
    private readonly bool _hasCatchAll;

    /// <summary>Compiles a pattern that was found valid.</summary>
    public PathMatcher(RoutePattern pattern, KeyValuePair<string, IRouteConstraint>[] constraints)
    {
        _matcher = new TemplateMatcher(new RouteTemplate(pattern), new RouteValueDictionary(pattern.Defaults));
        _constraints = constraints;
        _segments = [.. pattern.PathSegments.Select(SegmentFilter.Of)];
        _hasCatchAll = pattern.Parameters.Any(parameter => parameter.IsCatchAll);
    }

    /// <summary>Whether the path may fit, told without allocating: never no where <see cref="TryMatch"/> says yes.</summary>
    public bool MayMatch(HttpRequest request) => MayMatch(request.PathBase.Value, request.Path.Value);

    /// <summary>Whether the path, with its path base in front, fits.</summary>
    public bool TryMatch(HttpRequest request, out IReadOnlyDictionary<string, string> values)
    {
        values = ReadOnlyFields<string>.Empty;
        var found = new RouteValueDictionary();
        if (!_matcher.TryMatch(request.PathBase.Add(request.Path), found))
        {
            return false;
        }

        foreach (var (name, constraint) in _constraints)
        {
            if (!constraint.Match(request.HttpContext, null, name, found, RouteDirection.IncomingRequest))
            {
                return false;
            }
        }

        values = Copy(found);
        return true;
    }

    private static ReadOnlyFields<string> Copy(RouteValueDictionary found)
    {
        if (found.Count == 0)
        {
            return ReadOnlyFields<string>.Empty;
        }

        var entries = new KeyValuePair<string, string>[found.Count];
        var count = 0;
        foreach (var (name, value) in found)
        {
            // An optional placeholder that is not in the path has no value: there is nothing to read.
            if (Convert.ToString(value, CultureInfo.InvariantCulture) is { } text)
            {
                entries[count++] = new(name, text);
            }
        }

        return new ReadOnlyFields<string>(entries, count);
    }

    // May say yes to a path that does not fit, never no to one that does.
    private bool MayMatch(ReadOnlySpan<char> pathBase, ReadOnlySpan<char> path)
    {
        var next = 0;
        if (!MayMatchPart(pathBase.TrimEnd('/'), ref next) || !MayMatchPart(path, ref next))
        {
            return false;
        }

        for (; next < _segments.Length; next++)
        {
            if (_segments[next].IsRequired)
            {
                return false;
            }
        }

        return true;
    }

    private bool MayMatchPart(ReadOnlySpan<char> rest, ref int next)
    {
        while (rest.Length > 1)
        {
            rest = rest[1..];
            var slash = rest.IndexOf('/');
            var segment = slash < 0 ? rest : rest[..slash];
            rest = slash < 0 ? default : rest[slash..];
            if (next == _segments.Length)
            {
                // Only a catch-all, which is always last, may take more segments than the pattern has.
                return _hasCatchAll;
            }

            if (!_segments[next].MayMatch(segment))
            {
                return false;
            }

            next++;
        }

        return true;
    }

    /// <summary>What can be said of one segment without ASP.NET.</summary>
    private readonly record struct SegmentFilter(string? Literal, bool IsWhole, bool IsRequired)
    {
        public static SegmentFilter Of(RoutePatternPathSegment segment) => segment.Parts[0] switch
        {
            RoutePatternLiteralPart literal => new(literal.Content, segment.IsSimple, IsRequired: true),
            RoutePatternParameterPart parameter when segment.IsSimple =>
                new(null, false, IsRequired: !parameter.IsOptional && !parameter.IsCatchAll && parameter.Default is null),
            _ => new(null, false, IsRequired: true),
        };

        public bool MayMatch(ReadOnlySpan<char> segment) =>
            Literal is null || (IsWhole
                ? segment.Equals(Literal, StringComparison.OrdinalIgnoreCase)
                : segment.StartsWith(Literal, StringComparison.OrdinalIgnoreCase));
    }
}
