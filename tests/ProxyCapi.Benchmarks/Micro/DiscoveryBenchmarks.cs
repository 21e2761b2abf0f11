using System.Globalization;
using System.Net;
using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Primitives;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Extraction.Discovery;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Benchmarks.Micro;

/// <summary>Reading a confirmation page without a rule, off the request path: decoding, HTML, scripts, sources, merging.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class DiscoveryBenchmarks
{
    private readonly DiscoveryReader _reader = new(DiscoverySources.All);
    private readonly DiscoverySettings _settings = new(new HashSet<string> { "Purchase", "Lead", "InitiateCheckout", "AddToCart", "ViewContent" }, null, new HashSet<string> { "1" });
    private byte[] _page = [];

    /// <summary>Size of the page.</summary>
    [Params(30, 150, 1000)]
    public int Kilobytes { get; set; }

    /// <summary>A page with a pixel call, a data layer and JSON-LD for one order.</summary>
    [GlobalSetup]
    public void Setup()
    {
        const string item = "<li class=\"product-card\"><a href=\"/products/lamp-{0}\"><img src=\"/img/{0}.jpg\" alt=\"Lamp {0}\"></a><div data-id=\"{0}\" class=\"price\">19,90 €</div><button>Buy</button></li>\n";
        var text = new StringBuilder("<!doctype html><title>Thank you</title><script>fbq('init','1');fbq('track','PageView');</script>")
            .Append("<script>fbq('track','Purchase',{value:64.5,currency:'EUR',content_ids:['BELL'],content_type:'product',order_id:'PC-1'},{eventID:'e-1'});</script>")
            .Append("<script>window.dataLayer=window.dataLayer||[];dataLayer.push({event:'purchase',ecommerce:{transaction_id:'PC-1',value:64.5,currency:'EUR',items:[{item_id:'BELL',quantity:1,price:64.5}]}});</script>")
            .Append("<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@type\":\"Order\",\"orderNumber\":\"PC-1\",\"price\":\"64.50\",\"priceCurrency\":\"EUR\"}</script><ul>");
        for (var i = 0; text.Length < Kilobytes * 1024; i++)
        {
            text.AppendFormat(CultureInfo.InvariantCulture, item, i);
        }

        _page = Encoding.UTF8.GetBytes(text.Append("</ul>").ToString());
    }

    /// <summary>The reading; gives the number of conversions, which is one.</summary>
    [Benchmark]
    public int Read()
    {
        using var exchange = new Exchange
        {
            ReceivedAt = DateTimeOffset.UnixEpoch,
            Method = "GET",
            Scheme = "https",
            Host = "shop.example",
            Path = "/checkout/thank-you",
            QueryString = "",
            RemoteIpAddress = IPAddress.Loopback,
            RequestHeaders = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase),
            StatusCode = 200,
            ResponseHeaders = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "text/html; charset=utf-8" },
            ResponseBody = CapturedBody.FromBytes(_page, "text/html; charset=utf-8"),
            Matches = [],
        };
        var found = _reader.Read(new DiscoveredPage(new ExchangeDocument(exchange, new CaptureOptions()), _settings), static (_, exception) => throw exception);
        return found.Conversions.Count;
    }
}
