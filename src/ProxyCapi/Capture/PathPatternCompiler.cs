using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Options;
using ProxyCapi.Configuration;

namespace ProxyCapi.Capture;

/// <summary>Turns the text of <see cref="RuleMatchOptions.Path"/> into a <see cref="PathMatcher"/>, or into failures.</summary>
internal static partial class PathPatternCompiler
{
    // The application's own constraints are out of reach here on purpose: rules are configuration and mean the same in every host.
    private static readonly DefaultInlineConstraintResolver Constraints = CreateResolver();

    /// <summary>Compiles a pattern; <see langword="null"/> if <paramref name="failures"/> grew.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="path">Configuration path of the pattern.</param>
    /// <param name="failures">Where problems go.</param>
    /// <param name="parameters">Names of the placeholders.</param>
    public static PathMatcher? Compile(
        string text, string path, ICollection<ConfigurationFailure> failures, out IReadOnlyCollection<string> parameters)
    {
        parameters = [];
        var before = failures.Count;
        if (text.Contains("://", StringComparison.Ordinal) || text.Contains('?', StringComparison.Ordinal) && !text.Contains('{', StringComparison.Ordinal))
        {
            failures.Add(new(path, $"'{text}' is not a path.", "Write the path alone, such as \"/checkout/thanks\"; hosts go to Hosts, query keys to Query."));
            return null;
        }

        RoutePattern pattern;
        try
        {
            pattern = RoutePatternFactory.Parse(text);
        }
        catch (RoutePatternException exception)
        {
            failures.Add(new(path, $"'{text}' is not a route pattern: {exception.Message}", "Write an ASP.NET route pattern, such as \"/orders/{order_id}/thanks\"."));
            return null;
        }

        CheckLiterals(pattern, text, path, failures);
        var constraints = ResolveConstraints(pattern, path, failures);
        if (failures.Count > before)
        {
            return null;
        }

        parameters = [.. pattern.Parameters.Select(parameter => parameter.Name)];
        return new PathMatcher(pattern, constraints);
    }

    private static DefaultInlineConstraintResolver CreateResolver()
    {
        var options = new RouteOptions();
        // Bare options leave regular expressions out, for hosts that are trimmed; AddRouting puts them in like this.
        options.SetParameterPolicy<RegexInlineRouteConstraint>("regex");
        return new DefaultInlineConstraintResolver(Options.Create(options), new NoServices());
    }

    // The server has unescaped the path before it is matched, all but the slash (ASP.NET leaves %2F as it is).
    private static void CheckLiterals(RoutePattern pattern, string text, string path, ICollection<ConfigurationFailure> failures)
    {
        foreach (var part in pattern.PathSegments.SelectMany(segment => segment.Parts))
        {
            if (part is RoutePatternLiteralPart literal && EscapedCharacter().IsMatch(literal.Content))
            {
                failures.Add(new(path, $"'{text}' can never match: it is compared with the unescaped path.", $"Write \"{Uri.UnescapeDataString(literal.Content)}\" instead of \"{literal.Content}\"."));
            }
        }
    }

    private static KeyValuePair<string, IRouteConstraint>[] ResolveConstraints(
        RoutePattern pattern, string path, ICollection<ConfigurationFailure> failures)
    {
        var resolved = new List<KeyValuePair<string, IRouteConstraint>>();
        foreach (var parameter in pattern.Parameters)
        {
            foreach (var policy in parameter.ParameterPolicies)
            {
                if (Resolve(policy.Content ?? "", path, failures) is { } constraint)
                {
                    resolved.Add(new(parameter.Name, parameter.IsOptional ? new OptionalRouteConstraint(constraint) : constraint));
                }
            }
        }

        return [.. resolved];
    }

    private static IRouteConstraint? Resolve(string text, string path, ICollection<ConfigurationFailure> failures)
    {
        const string Cure = "Use a constraint that ASP.NET has: int, long, guid, alpha, length(5), min(1), regex(^A\\d+$) and so on.";
        try
        {
            if (Constraints.ResolveConstraint(text) is { } constraint)
            {
                return constraint;
            }

            failures.Add(new(path, $"The constraint '{text}' is unknown.", Cure));
        }
        catch (Exception exception) when (exception is RouteCreationException or ArgumentException or FormatException)
        {
            failures.Add(new(path, $"The constraint '{text}' is wrong: {(exception.InnerException ?? exception).Message}", Cure));
        }

        return null;
    }

    [GeneratedRegex("%(?!2[Ff])[0-9A-Fa-f]{2}", RegexOptions.CultureInvariant)]
    private static partial Regex EscapedCharacter();

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
