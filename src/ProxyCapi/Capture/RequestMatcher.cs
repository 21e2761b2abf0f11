using Microsoft.AspNetCore.Http;
using ProxyCapi.Configuration;

namespace ProxyCapi.Capture;

/// <summary>The request part of a rule's <c>Match</c>: method, host, path, query, headers and cookies.</summary>
internal sealed class RequestMatcher
{
    private RequestMatcher()
    {
    }

    /// <summary>Names of the path pattern's placeholders.</summary>
    public IReadOnlyCollection<string> RouteParameters { get; private init; } = [];

    /// <summary>Compiles the options; every problem is added to <paramref name="failures"/>, the result is usable only if none was.</summary>
    /// <param name="options">The rule's <c>Match</c>.</param>
    /// <param name="path">Configuration path of <paramref name="options"/>.</param>
    /// <param name="failures">Where problems go.</param>
    public static RequestMatcher Create(RuleMatchOptions options, string path, ICollection<ConfigurationFailure> failures) =>
        throw new NotImplementedException();

    /// <summary>Whether the request fits; allocates nothing when it does not.</summary>
    public bool TryMatch(HttpRequest request, out IReadOnlyDictionary<string, string> routeValues) => throw new NotImplementedException();
}
