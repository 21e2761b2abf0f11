using System.Buffers;
using Microsoft.AspNetCore.Http;
using ProxyCapi.Configuration;

namespace ProxyCapi.Capture;

/// <summary>
/// The request part of a rule's <c>Match</c>: method, host, path, query, headers and cookies. The path is the site's as the client sees it:
/// the path base stands in front. Case counts in the values of query, headers and cookies, and in names of cookies; not in the rest.
/// </summary>
internal sealed class RequestMatcher
{
    private static readonly string[] DefaultMethods = ["GET", "POST"];

    // HEAD brings no page, OPTIONS and TRACE no proof, CONNECT no HTTP answer.
    private static readonly string[] PossibleMethods = ["GET", "POST", "PUT", "PATCH", "DELETE", "QUERY"];

    private static readonly SearchValues<char> Separators = SearchValues.Create(" \t\r\n,;=\"/:");

    private readonly string[] _methods;
    private readonly HostPatterns _hosts;
    private readonly PathMatcher? _path;
    private readonly KeyValuePair<string, ValuePattern>[] _query;
    private readonly KeyValuePair<string, ValuePattern>[] _headers;
    private readonly KeyValuePair<string, ValuePattern>[] _cookies;

    private RequestMatcher(RuleMatchOptions options, PathMatcher? path, IReadOnlyCollection<string> parameters)
    {
        _methods = options.Methods.Count == 0 ? DefaultMethods : [.. options.Methods.Select(method => method.ToUpperInvariant())];
        _hosts = new HostPatterns(options.Hosts);
        _path = path;
        _query = Compile(options.Query);
        _headers = Compile(options.Headers);
        _cookies = Compile(options.Cookies);
        RouteParameters = parameters;
    }

    /// <summary>Names of the path pattern's placeholders.</summary>
    public IReadOnlyCollection<string> RouteParameters { get; }

    /// <summary>Compiles the options; every problem is added to <paramref name="failures"/>, the result is usable only if none was.</summary>
    /// <param name="options">The rule's <c>Match</c>.</param>
    /// <param name="path">Configuration path of <paramref name="options"/>.</param>
    /// <param name="failures">Where problems go.</param>
    public static RequestMatcher Create(RuleMatchOptions options, string path, ICollection<ConfigurationFailure> failures)
    {
        var before = failures.Count;
        CheckMethods(options.Methods, $"{path}:Methods", failures);
        CheckHosts(options.Hosts, $"{path}:Hosts", failures);
        CheckPatterns(options.Query, $"{path}:Query", allowAnyName: true, failures);
        CheckPatterns(options.Headers, $"{path}:Headers", allowAnyName: false, failures);
        CheckPatterns(options.Cookies, $"{path}:Cookies", allowAnyName: false, failures);
        IReadOnlyCollection<string> parameters = [];
        var pathMatcher = string.IsNullOrEmpty(options.Path)
            ? null
            : PathPatternCompiler.Compile(options.Path, $"{path}:Path", failures, out parameters);
        return failures.Count > before
            ? new RequestMatcher(new RuleMatchOptions(), null, parameters)
            : new RequestMatcher(options, pathMatcher, parameters);
    }

    /// <summary>
    /// Whether the request fits. Allocates nothing when it does not, but for a path whose literal segments fit while a placeholder's
    /// constraint does not.
    /// </summary>
    public bool TryMatch(HttpRequest request, out IReadOnlyDictionary<string, string> routeValues)
    {
        routeValues = ReadOnlyFields<string>.Empty;
        // What most requests fail at comes first; ASP.NET makes the host anew each time it is asked.
        return (_path is null || _path.MayMatch(request))
            && IsMethod(request.Method)
            && (_hosts.IsAny || _hosts.IsMatch(request.Host.Value))
            && (_query.Length == 0 || RequestFields.HaveQuery(request.QueryString, _query))
            && (_headers.Length == 0 || RequestFields.HaveHeaders(request.Headers, _headers))
            && (_cookies.Length == 0 || RequestFields.HaveCookies(request.Headers.Cookie, _cookies))
            && (_path is null || _path.TryMatch(request, out routeValues));
    }

    private bool IsMethod(string method)
    {
        foreach (var candidate in _methods)
        {
            if (string.Equals(candidate, method, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static KeyValuePair<string, ValuePattern>[] Compile(Dictionary<string, string> patterns) =>
        [.. patterns.Select(pair => KeyValuePair.Create(pair.Key, new ValuePattern(pair.Value)))];

    private static void CheckMethods(List<string> methods, string path, ICollection<ConfigurationFailure> failures)
    {
        for (var i = 0; i < methods.Count; i++)
        {
            if (!PossibleMethods.Contains(methods[i], StringComparer.OrdinalIgnoreCase))
            {
                failures.Add(new($"{path}:{i}", $"A request with method '{methods[i]}' proves no conversion.", $"Write one of {string.Join(", ", PossibleMethods)}."));
            }
        }
    }

    private static void CheckHosts(List<string> hosts, string path, ICollection<ConfigurationFailure> failures)
    {
        for (var i = 0; i < hosts.Count; i++)
        {
            var host = hosts[i]?.Trim() ?? "";
            var name = host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host;
            if (Uri.CheckHostName(name) == UriHostNameType.Unknown && Uri.CheckHostName(name.TrimEnd('.')) == UriHostNameType.Unknown)
            {
                failures.Add(new($"{path}:{i}", $"'{host}' is not a host.", "Write \"shop.example\", or \"*.shop.example\" for its subdomains; no scheme, port or path."));
            }
        }
    }

    private static void CheckPatterns(
        Dictionary<string, string> patterns, string path, bool allowAnyName, ICollection<ConfigurationFailure> failures)
    {
        foreach (var (name, pattern) in patterns)
        {
            if (name.Length == 0 || (!allowAnyName && name.AsSpan().ContainsAny(Separators)))
            {
                failures.Add(new($"{path}:{name}", $"'{name}' is not a name that can occur here.", "Write the name alone as the key, the value as its text."));
            }

            if (pattern is null)
            {
                failures.Add(new($"{path}:{name}", "There is no value to compare with.", "Write the value, a pattern with * in it, or \"*\" for any value."));
            }
        }
    }
}
