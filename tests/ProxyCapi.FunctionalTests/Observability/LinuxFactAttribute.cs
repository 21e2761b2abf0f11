namespace ProxyCapi.FunctionalTests.Observability;

/// <summary>Needs Debian's Prometheus. Skipped on other systems than Linux, and only there: without Prometheus such a test fails.</summary>
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "Runs Debian's Prometheus.";
        }
    }
}
