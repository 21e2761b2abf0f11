using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Conversions;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Benchmarks.Micro;

/// <summary>One Purchase with everything in it: normalised, hashed, checked and written. The hashes alone stand beside it as the control.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class EventBenchmarks : IDisposable
{
    private static readonly (string Key, string Value)[] Buyer =
    [
        ("em", "Ada.Lovelace@Example.com"), ("ph", "+44 20 7946 0018"), ("fn", "Ada"), ("ln", "Lovelace"), ("ct", "London"), ("st", "Greater London"),
        ("zp", "SW1A 1AA"), ("country", "GB"), ("db", "1985-12-10"), ("external_id", "customer-4711"),
    ];

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ProxyCapiMetrics _metrics;
    private readonly ServerEventFactory _factory;
    private readonly RuleSet _rules = new()
    {
        Options = new ProxyCapiOptions(),
        Rules = [],
        Pixels = ImmutableDictionary<string, CompiledPixel>.Empty.Add("main", new CompiledPixel { Name = "main", Id = "1", Hosts = new HostPatterns([]) }),
    };

    private readonly byte[][] _values = [.. Buyer.Select(pair => Encoding.UTF8.GetBytes(pair.Value))];
    private readonly Conversion _conversion = Purchase();
    private readonly Exchange _exchange = Page();

    public EventBenchmarks()
    {
        _metrics = new ProxyCapiMetrics(_services.GetRequiredService<IMeterFactory>());
        _factory = new ServerEventFactory([], _metrics, TimeProvider.System, NullLogger<ServerEventFactory>.Instance);
    }

    /// <summary>What the hashes cost by themselves.</summary>
    [Benchmark(Baseline = true)]
    public int TenHashes()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var sum = 0;
        foreach (var value in _values)
        {
            SHA256.HashData(value, hash);
            sum += hash[0];
        }

        return sum;
    }

    /// <summary>From a conversion to the bytes of its event.</summary>
    [Benchmark]
    public async Task<int> NormaliseHashWrite()
    {
        var results = await _factory.CreateAsync(_conversion, _exchange, _rules, CancellationToken.None);
        return results[0].Item!.Payload.Length;
    }

    public void Dispose()
    {
        _exchange.Dispose();
        _metrics.Dispose();
        _services.Dispose();
        GC.SuppressFinalize(this);
    }

    private static Conversion Purchase()
    {
        var conversion = new Conversion { EventName = "Purchase", Source = "purchase", EventId = "purchase-1001" };
        conversion.CustomData["value"] = new ScalarValue("118.40", ScalarKind.Number);
        conversion.CustomData["currency"] = new ScalarValue("EUR");
        conversion.CustomData["order_id"] = new ScalarValue("1001");
        foreach (var (key, value) in Buyer)
        {
            conversion.UserData[key] = [value];
        }

        for (var i = 0; i < 3; i++)
        {
            var line = new ContentItem();
            line.Fields["id"] = new ScalarValue("SKU-" + i);
            line.Fields["quantity"] = new ScalarValue("2", ScalarKind.Number);
            line.Fields["item_price"] = new ScalarValue("19.90", ScalarKind.Number);
            conversion.Contents.Add(line);
        }

        return conversion;
    }

    private static Exchange Page() => new()
    {
        ReceivedAt = DateTimeOffset.UtcNow,
        Method = "GET",
        Scheme = "https",
        Host = "shop.example",
        Path = "/checkout/order-received/1001",
        QueryString = "?key=wc_order_abc&utm_source=meta",
        RemoteIpAddress = IPAddress.Parse("203.0.113.24"),
        RequestHeaders = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase)
        {
            ["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
            ["Referer"] = "https://shop.example/checkout/?step=payment",
            ["Cookie"] = "sid=8f14e45fceea167a5a36dedd4bea2543; _fbp=fb.1.1760600855252.1011310732; _fbc=fb.1.1760600855252.IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk",
        },
        StatusCode = 200,
        ResponseHeaders = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "text/html; charset=utf-8" },
        Matches = [],
    };
}
