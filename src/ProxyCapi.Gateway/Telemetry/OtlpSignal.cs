using System.Globalization;
using OpenTelemetry.Exporter;

namespace ProxyCapi.Gateway.Telemetry;

/// <summary>
/// Where one signal goes by OTLP. <c>AddOtlpExporter</c> reads the variables for all signals; those for one signal (<c>OTEL_EXPORTER_OTLP_TRACES_ENDPOINT</c>
/// and its like) it leaves to its caller.
/// </summary>
/// <param name="configuration">The configuration, the environment's variables among it.</param>
/// <param name="signal"><c>METRICS</c>, <c>TRACES</c> or <c>LOGS</c>.</param>
internal sealed class OtlpSignal(IConfiguration configuration, string signal)
{
    /// <summary>Whether there is a place to send it to.</summary>
    public bool IsWanted => !string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]) || Own("ENDPOINT") is not null;

    /// <summary>Sets what is said of this signal alone.</summary>
    public void Configure(OtlpExporterOptions options)
    {
        if (Own("PROTOCOL") is { } protocol)
        {
            options.Protocol = protocol == "http/protobuf" ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        }

        if (Uri.TryCreate(Own("ENDPOINT"), UriKind.Absolute, out var endpoint))
        {
            options.Endpoint = endpoint;
        }

        options.Headers = Own("HEADERS") ?? options.Headers;
        if (int.TryParse(Own("TIMEOUT"), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
        {
            options.TimeoutMilliseconds = milliseconds;
        }
    }

    private string? Own(string name) => configuration[$"OTEL_EXPORTER_OTLP_{signal}_{name}"] is { Length: > 0 } value ? value : null;
}
