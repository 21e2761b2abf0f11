namespace ProxyCapi.Configuration;

/// <summary>
/// The configuration cannot be used: thrown at start-up, once, with everything that is wrong. After that a bad configuration is refused and
/// the last good one stays.
/// </summary>
public sealed class ProxyCapiConfigurationException : Exception
{
    internal ProxyCapiConfigurationException(IReadOnlyList<ConfigurationFailure> failures)
        : base(Describe(failures)) => Failures = [.. failures.Select(failure => failure.ToString())];

    /// <summary>What is wrong: configuration path, problem and cure. Never contains a secret.</summary>
    public IReadOnlyList<string> Failures { get; }

    private static string Describe(IReadOnlyList<ConfigurationFailure> failures) =>
        $"The configuration of ProxyCapi cannot be used ({failures.Count} to correct):{Environment.NewLine}{ConfigurationFailure.List(failures)}";
}
