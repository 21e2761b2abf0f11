namespace ProxyCapi.FunctionalTests.Observability;

/// <summary>OpenTelemetry listens to every meter of the process by its name: another gateway's figures would be among those of the test's.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class PrometheusRuns
{
    public const string Name = "prometheus";
}
