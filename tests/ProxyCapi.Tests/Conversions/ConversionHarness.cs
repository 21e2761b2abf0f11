using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ProxyCapi.Configuration;
using ProxyCapi.Conversions;
using ProxyCapi.Diagnostics;
using ProxyCapi.Tests.Extraction;

namespace ProxyCapi.Tests.Conversions;

/// <summary>Makes events from conversions, by a clock that stands a minute behind the exchange.</summary>
internal sealed class ConversionHarness : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MetricCollector<long> _dropped;
    private readonly ServerEventFactory _factory;

    public ConversionHarness(params IServerEventProcessor[] processors)
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        Metrics = new ProxyCapiMetrics(meters);
        _dropped = new MetricCollector<long>(meters, ProxyCapiTelemetry.MeterName, "proxycapi.event.fields.dropped");
        _factory = new ServerEventFactory(processors, Metrics, Time, NullLogger<ServerEventFactory>.Instance);
    }

    public ProxyCapiMetrics Metrics { get; }

    /// <summary>What an instrument measures from now on.</summary>
    public MetricCollector<long> Collect(string instrument) => new(_services.GetRequiredService<IMeterFactory>(), ProxyCapiTelemetry.MeterName, instrument);

    public FakeTimeProvider Time { get; } = new(new TestExchange().ReceivedAt.AddMinutes(1));

    /// <summary>How many fields were left out.</summary>
    public long FieldsDropped => _dropped.GetMeasurementSnapshot().Sum(measurement => measurement.Value);

    public static RuleSet RuleSet(params (string Name, string[] Hosts)[] pixels) => new()
    {
        Options = new ProxyCapiOptions(),
        Rules = [],
        Pixels = pixels.ToImmutableDictionary(pixel => pixel.Name, pixel => new CompiledPixel { Name = pixel.Name, Id = "1", Hosts = new HostPatterns(pixel.Hosts) }, StringComparer.OrdinalIgnoreCase),
    };

    /// <summary>A Purchase that lacks nothing.</summary>
    public static Conversion Purchase(params (string Key, string Text)[] customData)
    {
        var conversion = new Conversion { EventName = "Purchase", Source = "purchase" };
        conversion.CustomData["value"] = new ScalarValue("10.50", ScalarKind.Number);
        conversion.CustomData["currency"] = new ScalarValue("EUR");
        conversion.CustomData["order_id"] = new ScalarValue("1001");
        conversion.UserData["em"] = ["a@b.example"];
        foreach (var (key, text) in customData)
        {
            conversion.CustomData[key] = new ScalarValue(text);
        }

        return conversion;
    }

    public async Task<IReadOnlyList<EventResult>> CreateAsync(Conversion conversion, TestExchange? exchange = null, RuleSet? rules = null) =>
        await _factory.CreateAsync(conversion, (exchange ?? new TestExchange()).Build(), rules ?? RuleSet(("main", [])), CancellationToken.None);

    /// <summary>The one event, as it is sent.</summary>
    public async Task<JsonObject> EventAsync(Conversion conversion, TestExchange? exchange = null)
    {
        var result = Assert.Single(await CreateAsync(conversion, exchange));
        Assert.True(result.Item is not null, result.Reason.ToString());
        return JsonNode.Parse(result.Item.Payload.Span)!.AsObject();
    }

    /// <summary>Why there is no event.</summary>
    public async Task<EventReason> RefusalAsync(Conversion conversion, TestExchange? exchange = null)
    {
        var result = Assert.Single(await CreateAsync(conversion, exchange));
        Assert.Null(result.Item);
        return result.Reason;
    }

    public void Dispose()
    {
        _dropped.Dispose();
        Metrics.Dispose();
        _services.Dispose();
    }
}
