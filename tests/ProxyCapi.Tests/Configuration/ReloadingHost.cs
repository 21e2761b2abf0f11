using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using ProxyCapi.Configuration;

namespace ProxyCapi.Tests.Configuration;

/// <summary>A running host whose configuration changes.</summary>
internal sealed class ReloadingHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly MetricCollector<long> _reloads;

    private ReloadingHost(IHost host)
    {
        _host = host;
        _reloads = new(host.Services.GetRequiredService<IMeterFactory>(), ProxyCapiTelemetry.MeterName, "proxycapi.configuration.reloads");
    }

    public ActiveRuleSet Active => _host.Services.GetRequiredService<ActiveRuleSet>();

    public IReadOnlyList<FakeLogRecord> Errors =>
        [.. _host.Services.GetFakeLogCollector().GetSnapshot().Where(record => record.Level >= LogLevel.Error)];

    public IEnumerable<object?> Outcomes => _reloads.GetMeasurementSnapshot().Select(measurement => measurement.Tags["proxycapi.outcome"]);

    public static async Task<ReloadingHost> StartAsync(IConfiguration configuration, Action<ProxyCapiOptions>? configure = null, Action<ActiveRuleSet>? beforeStart = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        foreach (var service in TestConfiguration.Services(configuration, configure))
        {
            builder.Services.Add(service);
        }

        builder.Services.AddLogging(logging => logging.AddFakeLogging());
        var result = new ReloadingHost(builder.Build());
        beforeStart?.Invoke(result.Active);
        await result._host.StartAsync();
        return result;
    }

    /// <summary>Waits until so many reloads were decided.</summary>
    public Task WaitForReloadsAsync(int count) => _reloads.WaitForMeasurementsAsync(count, TimeSpan.FromSeconds(30));

    public async Task<HealthReportEntry> CheckHealthAsync() =>
        (await _host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["proxycapi-configuration"];

    /// <summary>Stops the host in the time that a token gives.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _host.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _reloads.Dispose();
        _host.Dispose();
    }
}
