using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;
using ProxyCapi.FunctionalTests.Hosting;
using Yarp.ReverseProxy.Configuration;

namespace ProxyCapi.FunctionalTests.Capture;

/// <summary>The whole of ProxyCapi in a YARP application, with a rule that awaits durability; the outbox may be the test's.</summary>
internal sealed class DurableProxy : IAsyncDisposable
{
    /// <summary>A path that no rule fits.</summary>
    public const string Unobserved = "/status/404";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None });
    private readonly WebApplication _app;
    private readonly DirectoryInfo _data;
    private readonly MetricCollector<long> _waits;

    private DurableProxy(WebApplication app, DirectoryInfo data)
    {
        _app = app;
        _data = data;
        Books = new Books(app.Services);
        _waits = new(app.Services.GetRequiredService<IMeterFactory>(), ProxyCapiTelemetry.MeterName, "proxycapi.durable.waits");
    }

    public Uri Http1 => new(_app.Urls.First());

    public Uri Http2 => new(_app.Urls.Last());

    public Books Books { get; }

    /// <param name="origin">The site.</param>
    /// <param name="outbox">Takes the events; <see langword="null"/>: the durable one.</param>
    /// <param name="clock">The clock of the waits; <see langword="null"/>: the system's.</param>
    /// <param name="configure">Changes the rule.</param>
    public static async Task<DurableProxy> StartAsync(ByteMatrixOrigin origin, IOutbox? outbox, TimeProvider? clock = null, Action<RuleOptions>? configure = null)
    {
        var data = Directory.CreateTempSubdirectory("proxycapi-durable-");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var route = new RouteConfig { RouteId = "all", ClusterId = "origin", Match = new RouteMatch { Path = "/{**all}" } };
        var cluster = new ClusterConfig
        {
            ClusterId = "origin",
            Destinations = new Dictionary<string, DestinationConfig> { ["o"] = new() { Address = origin.Http1.ToString() } },
        };
        builder.Services.AddReverseProxy().LoadFromMemory([route], [cluster]).AddProxyCapi(options => Configure(options, data, configure));
        if (outbox is not null)
        {
            builder.Services.Replace(ServiceDescriptor.Singleton(outbox));
        }

        if (clock is not null)
        {
            builder.Services.Replace(ServiceDescriptor.Singleton(services => new CaptureServices(
                services.GetRequiredService<ExchangeQueue>(), services.GetRequiredService<ProxyCapiMetrics>(), clock, services.GetRequiredService<ILogger<CaptureServices>>())));
        }

        var app = builder.Build();
        app.MapReverseProxy();
        var proxy = new DurableProxy(app, data);
        await app.StartAsync();
        return proxy;
    }

    public Task<HttpResponseMessage> GetAsync(string path, string version)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(version == "1.1" ? Http1 : Http2, path))
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.UserAgent.ParseAdd("Mozilla/5.0");
        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Gives the proxy time to pass something on that it ought to hold back: a whole other request.</summary>
    public async Task PassAnotherPageAsync(string version)
    {
        using var response = await GetAsync(Unobserved, version);
        Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync());
    }

    /// <summary>The results of the waits, as soon as there are that many.</summary>
    public async Task<string[]> WaitsAsync(int count)
    {
        await _waits.WaitForMeasurementsAsync(count, Patience);
        return [.. _waits.GetMeasurementSnapshot().Select(wait => (string)wait.Tags[ProxyCapiMetrics.DurableResultTag]!)];
    }

    /// <summary>Waits until every observed exchange has ended.</summary>
    public async Task ExchangesEndedAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await Books.WaitUntilAsync(() => Books.ExchangesObserved == Books.ExchangesEnded, patience.Token);
        Assert.Equal(0, Books.Failures);
    }

    public int CountedWaits => _waits.GetMeasurementSnapshot().Count;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        _waits.Dispose();
        Books.Dispose();
        await _app.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private static void Configure(ProxyCapiOptions options, DirectoryInfo data, Action<RuleOptions>? configure)
    {
        // Nobody listens there: what is stored stays.
        options.Graph.BaseAddress = "http://127.0.0.1:1";
        options.DataDirectory = data.FullName;
        options.Delivery.MinFreeBytes = 0;
        options.Pixels["main"] = new PixelOptions { Id = "1234567890", AccessToken = "not-a-token" };
        var rule = options.Rules["purchase"] = new RuleOptions
        {
            Event = "Purchase",
            Match = { Path = "/{page}" },
            Unless = { "css:.order-failed" },
            CustomData = { ["order_id"] = "{route:page}", ["value"] = "17.50", ["currency"] = "EUR" },
            UserData = { ["em"] = "buyer@shop.example" },
            AwaitDurable = true,
            AwaitDurableTimeout = TimeSpan.FromSeconds(10),
        };
        configure?.Invoke(rule);
    }
}
