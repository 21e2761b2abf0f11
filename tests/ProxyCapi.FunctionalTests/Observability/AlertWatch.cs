using Xunit.Abstractions;

namespace ProxyCapi.FunctionalTests.Observability;

/// <summary>Waits for alerts, and keeps which ones were seen.</summary>
internal sealed class AlertWatch(PrometheusServer prometheus, ITestOutputHelper output)
{
    private readonly HashSet<string> _seen = [];
    private readonly long _start = TimeProvider.System.GetTimestamp();

    /// <summary>The alerts that have fired.</summary>
    public IEnumerable<string> Seen => _seen;

    /// <summary>Waits until an alert fires; what it says must have been filled in, and lead to its runbook.</summary>
    public async Task ExpectAsync(string name, string? pixel = null)
    {
        var alert = await prometheus.WaitForAlertAsync(name, pixel);
        output.WriteLine($"{TimeProvider.System.GetElapsedTime(_start).TotalSeconds,5:F1} s  {name}: {alert.Annotations["summary"]}. {alert.Annotations["description"]}");
        Assert.All(["summary", "description"], annotation => Assert.DoesNotMatch("<error|<no value>|%!|NaN| [;,.]|  ", alert.Annotations[annotation]));
        Assert.Equal($"samples/observability/README.md#{name.ToLowerInvariant()}", alert.Annotations["runbook_url"]);
        _seen.Add(name);
    }

    /// <summary>Waits until none of these fires.</summary>
    public Task ExpectEndAsync(params string[] names) =>
        prometheus.WaitAsync($"none of {string.Join(", ", names)} fires", async () => !(await prometheus.AlertsAsync()).Any(alert => names.Contains(alert.Name)));

    /// <summary>Waits until these alerts fire and no others.</summary>
    public Task ExpectOnlyAsync(params (string Name, string? Pixel)[] alerts) => prometheus.WaitAsync(
        $"only {string.Join(", ", alerts)} fire",
        async () => (await prometheus.AlertsAsync()).Select(alert => (alert.Name, alert.Pixel)).Distinct().Order().SequenceEqual(alerts.Order()));
}
