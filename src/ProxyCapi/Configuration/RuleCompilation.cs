using ProxyCapi.Capture;
using ProxyCapi.Extraction;

namespace ProxyCapi.Configuration;

/// <summary>Compiles rules with the rooms that run them.</summary>
internal static class RuleCompilation
{
    /// <inheritdoc cref="RuleCompiler"/>
    public static CompiledRule Compile(string name, RuleOptions options, string path, ICollection<ConfigurationFailure> failures)
    {
        var matchPath = $"{path}:{nameof(options.Match)}";
        var request = RequestMatcher.Create(options.Match, matchPath, failures);
        return new CompiledRule
        {
            Name = name,
            EventName = options.Event.Contains('{', StringComparison.Ordinal) ? null : options.Event,
            Enrich = options.Enrich,
            AwaitDurable = options.AwaitDurable ? options.AwaitDurableTimeout : null,
            Request = request,
            Gate = ResponseGate.Create(options.Match, matchPath, failures),
            Reader = ConversionReader.Create(name, options, path, request.RouteParameters, failures),
        };
    }
}
