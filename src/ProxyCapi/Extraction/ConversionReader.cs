using ProxyCapi.Configuration;

namespace ProxyCapi.Extraction;

/// <summary>The reading part of a rule: its conditions and expressions, compiled.</summary>
internal sealed class ConversionReader
{
    private ConversionReader()
    {
    }

    /// <summary>Whether any expression or condition needs the request's body.</summary>
    public bool NeedsRequestBody { get; private init; }

    /// <summary>Whether any expression or condition needs the answer's body.</summary>
    public bool NeedsResponseBody { get; private init; }

    /// <summary>Compiles a rule; every problem is added to <paramref name="failures"/>, the result is usable only if none was.</summary>
    /// <param name="name">The rule's name.</param>
    /// <param name="options">The rule.</param>
    /// <param name="path">Configuration path of the rule.</param>
    /// <param name="routeParameters">Placeholders of the rule's path pattern; the <c>route</c> source may name no other.</param>
    /// <param name="failures">Where problems go.</param>
    public static ConversionReader Create(
        string name,
        RuleOptions options,
        string path,
        IReadOnlyCollection<string> routeParameters,
        ICollection<ConfigurationFailure> failures) => throw new NotImplementedException();
}
