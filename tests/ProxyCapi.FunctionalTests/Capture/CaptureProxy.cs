using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Diagnostics;
using ProxyCapi.Extraction;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace ProxyCapi.FunctionalTests.Capture;

/// <summary>A YARP proxy with nothing of ProxyCapi in it but Capture, or with nothing at all.</summary>
internal sealed class CaptureProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly MetricCollector<long>? _observed;
    private readonly MetricCollector<long>? _outcomes;
    private readonly Task _reader = Task.CompletedTask;

    private CaptureProxy(WebApplication app)
    {
        _app = app;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        Http1 = new Uri(addresses[0]);
        Http2 = new Uri(addresses[1]);
        if (app.Services.GetService<ExchangeQueue>() is { } queue)
        {
            var meters = app.Services.GetRequiredService<IMeterFactory>();
            _observed = new(meters, ProxyCapiTelemetry.MeterName, "proxycapi.exchange.observed");
            _outcomes = new(meters, ProxyCapiTelemetry.MeterName, "proxycapi.exchange.outcomes");
            _reader = Task.Factory.StartNew(
                () => ReadAll(queue, app.Services.GetRequiredService<ProxyCapiMetrics>()), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    public Uri Http1 { get; }

    public Uri Http2 { get; }

    public ConcurrentQueue<(Exchange Exchange, byte[] Request, byte[] Response)> Captured { get; } = [];

    /// <summary>Rules that take an interest in everything that can be.</summary>
    public static CompiledRule Rule(string name = "all", bool request = true, bool response = true, RuleMatchOptions? match = null, TimeSpan? awaitDurable = null)
    {
        match ??= new() { Status = ["2xx"], ContentTypes = ["*/*"] };
        var failures = new List<ConfigurationFailure>();
        var reader = (ConversionReader)RuntimeHelpers.GetUninitializedObject(typeof(ConversionReader));
        typeof(ConversionReader).GetProperty(nameof(ConversionReader.NeedsRequestBody))!.SetValue(reader, request);
        typeof(ConversionReader).GetProperty(nameof(ConversionReader.NeedsResponseBody))!.SetValue(reader, response);
        var rule = new CompiledRule
        {
            Name = name,
            EventName = "Purchase",
            AwaitDurable = awaitDurable,
            Request = RequestMatcher.Create(match, "Match", failures),
            Gate = ResponseGate.Create(match, "Match", failures),
            Reader = reader,
        };
        Assert.Empty(failures);
        return rule;
    }

    public static RuleSet Rules(ProxyCapiOptions options, params CompiledRule[] rules)
    {
        foreach (var rule in rules)
        {
            options.Rules[rule.Name] = new RuleOptions();
        }

        return new() { Options = options, Rules = [.. rules], Pixels = ImmutableDictionary<string, CompiledPixel>.Empty };
    }

    /// <param name="origin">Where to forward to.</param>
    /// <param name="rules">The rules; <see langword="null"/>: bare YARP.</param>
    /// <param name="originVersion">The protocol towards the origin.</param>
    /// <param name="pool">Where captured bodies live.</param>
    /// <param name="configure">Changes the proxy's services.</param>
    /// <param name="use">Adds middleware in front of YARP.</param>
    /// <param name="route">Changes the route.</param>
    public static async Task<CaptureProxy> StartAsync(
        Uri origin,
        ActiveRuleSet? rules,
        Version? originVersion = null,
        ArrayPool<byte>? pool = null,
        Action<IReverseProxyBuilder>? configure = null,
        Action<IReverseProxyApplicationBuilder>? use = null,
        Func<RouteConfig, RouteConfig>? route = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var config = new RouteConfig { RouteId = "all", ClusterId = "origin", Match = new RouteMatch { Path = "/{**all}" } };
        var cluster = new ClusterConfig
        {
            ClusterId = "origin",
            Destinations = new Dictionary<string, DestinationConfig> { ["o"] = new() { Address = origin.ToString() } },
            HttpRequest = new ForwarderRequestConfig { Version = originVersion ?? HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact },
        };
        var proxy = builder.Services.AddReverseProxy().LoadFromMemory([route is null ? config : route(config)], [cluster]);
        if (rules is not null)
        {
            builder.Services.AddSingleton(rules).AddSingleton<ProxyCapiMetrics>().AddCapture();
            builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<PooledServices>(services).Create(pool));
        }

        configure?.Invoke(proxy);
        var app = builder.Build();
        app.MapReverseProxy(pipeline => use?.Invoke(pipeline));
        await app.StartAsync();
        return new CaptureProxy(app);
    }

    /// <summary>Waits until every observed exchange has ended and gives the reasons; fails if one ended twice.</summary>
    public async Task<string[]> BalancedReasonsAsync()
    {
        var observed = _observed!.GetMeasurementSnapshot().Count;
        if (observed == 0)
        {
            return [];
        }

        await _outcomes!.WaitForMeasurementsAsync(observed, TimeSpan.FromSeconds(30));
        Assert.Equal(_observed.GetMeasurementSnapshot().Count, _outcomes.GetMeasurementSnapshot().Count);
        return [.. _outcomes.GetMeasurementSnapshot().Select(m => (string)m.Tags[ProxyCapiMetrics.ReasonTag]!)];
    }

    public async ValueTask DisposeAsync()
    {
        _app.Services.GetService<ExchangeQueue>()?.Complete();
        await _reader;
        _observed?.Dispose();
        _outcomes?.Dispose();
        await _app.DisposeAsync();
    }

    private void ReadAll(ExchangeQueue queue, ProxyCapiMetrics metrics)
    {
        foreach (var exchange in queue.ReadAll())
        {
            Captured.Enqueue((exchange, Copy(exchange.RequestBody), Copy(exchange.ResponseBody)));
            exchange.Dispose();
            metrics.ExchangeEnded(ExchangeReason.Converted);
        }
    }

    private static byte[] Copy(CapturedBody body)
    {
        using var copy = new MemoryStream();
        body.OpenRead().CopyTo(copy);
        return copy.ToArray();
    }

    private sealed class PooledServices(ExchangeQueue queue, ProxyCapiMetrics metrics, ILogger<CaptureServices> logger)
    {
        public CaptureServices Create(ArrayPool<byte>? pool) =>
            new(queue, metrics, TimeProvider.System, logger) { Memory = new(pool ?? ArrayPool<byte>.Shared) };
    }
}
