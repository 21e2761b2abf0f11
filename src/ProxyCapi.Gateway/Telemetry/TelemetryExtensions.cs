using System.Reflection;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ProxyCapi.Gateway.Telemetry;

/// <summary>
/// OpenTelemetry: metrics for the admin listener's scrape always; OTLP for each signal whose standard environment variable is set.
/// </summary>
/// <remarks>
/// What could tell who a visitor is stays out of spans (<see cref="SpanCleaner"/>), whatever the instrumentations put there.
/// </remarks>
internal static class TelemetryExtensions
{
    private const string ServiceName = "proxycapi-gateway";
    private const string YarpActivitySourceName = "Yarp.ReverseProxy";

    /// <summary>Adds what the environment asks for.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource
            .AddService(ServiceName, serviceVersion: Version)
            // Once more, so that OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win.
            .AddEnvironmentVariableDetector());
        var metrics = new OtlpSignal(builder.Configuration, "METRICS");
        var traces = new OtlpSignal(builder.Configuration, "TRACES");
        var logs = new OtlpSignal(builder.Configuration, "LOGS");
        AddMetrics(telemetry, metrics);
        if (traces.IsWanted)
        {
            AddTraces(telemetry, traces);
        }

        if (logs.IsWanted)
        {
            telemetry.WithLogging(logging => logging.AddOtlpExporter(logs.Configure));
        }
    }

    /// <summary>The version that <c>--version</c> prints.</summary>
    public static string? Version { get; } =
        typeof(TelemetryExtensions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    private static void AddMetrics(OpenTelemetryBuilder telemetry, OtlpSignal otlp) => telemetry.WithMetrics(metrics =>
    {
        metrics.AddMeter(ProxyCapiTelemetry.MeterName)
            .AddAspNetCoreInstrumentation()
            .AddHttpClientInstrumentation()
            .AddRuntimeInstrumentation()
            .AddPrometheusExporter();
        if (otlp.IsWanted)
        {
            // A point of a histogram leads to the trace of one of its measurements.
            metrics.SetExemplarFilter(ExemplarFilterType.TraceBased).AddOtlpExporter(otlp.Configure);
        }
    });

    /// <summary>Only with a place to send them to: a span that nobody reads costs every request.</summary>
    private static void AddTraces(OpenTelemetryBuilder telemetry, OtlpSignal otlp) => telemetry.WithTracing(traces => traces
        .AddSource(ProxyCapiTelemetry.ActivitySourceName, YarpActivitySourceName)
        .AddAspNetCoreInstrumentation()
        .AddHttpClientInstrumentation()
        .AddProcessor(new SpanCleaner())
        .AddOtlpExporter(otlp.Configure));
}
