namespace ProxyCapi.Gateway;

/// <summary>The gateway cannot start with this configuration. Says everything that is wrong at once: the gateway's, YARP's and ProxyCapi's.</summary>
public sealed class GatewayConfigurationException : Exception
{
    internal GatewayConfigurationException(IReadOnlyList<string> failures, Exception? inner = null)
        : base(Describe(failures), inner) => Failures = failures;

    /// <summary>What is wrong: configuration path, problem and cure. Never contains a secret.</summary>
    public IReadOnlyList<string> Failures { get; }

    private static string Describe(IReadOnlyList<string> failures) =>
        $"The gateway cannot start with this configuration ({failures.Count} to correct):{Environment.NewLine}"
        + string.Join(Environment.NewLine, failures.Select(failure => $"  - {failure}"));
}
