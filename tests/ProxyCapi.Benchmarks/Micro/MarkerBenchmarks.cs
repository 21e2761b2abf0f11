using System.Text;
using BenchmarkDotNet.Attributes;
using ProxyCapi.Capture;
using ProxyCapi.Extraction.Discovery.Markers;

namespace ProxyCapi.Benchmarks.Micro;

/// <summary>The look at a page's bytes by which discovery decides whether to read it, beside copying them as the control.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class MarkerBenchmarks
{
    private readonly ByteMarkers _markers = DiscoveryMarkers.Html(["Purchase", "Lead", "InitiateCheckout", "AddToCart", "ViewContent"], []);
    private byte[] _page = [];
    private byte[] _copy = [];

    /// <summary>Size of the page.</summary>
    [Params(30, 150, 1000)]
    public int Kilobytes { get; set; }

    /// <summary>An ordinary page of a shop: no conversion, a pixel with its page view.</summary>
    [GlobalSetup]
    public void Setup()
    {
        const string item = "<li class=\"product-card\"><a href=\"/products/lamp-{0}\"><img src=\"/img/{0}.jpg\" alt=\"Lamp {0}\"></a><div data-id=\"{0}\" class=\"price\">19,90 €</div><button>Add to cart</button></li>\n";
        var text = new StringBuilder("<!doctype html><script>fbq('init','1');fbq('track','PageView');</script><ul>");
        for (var i = 0; text.Length < Kilobytes * 1024; i++)
        {
            text.AppendFormat(System.Globalization.CultureInfo.InvariantCulture, item, i);
        }

        _page = Encoding.UTF8.GetBytes(text.ToString());
        _copy = new byte[_page.Length];
    }

    /// <summary>The scan.</summary>
    [Benchmark]
    public int Scan() => _markers.Find(_page);

    /// <summary>The control.</summary>
    [Benchmark(Baseline = true)]
    public void Copy() => _page.CopyTo(_copy, 0);
}
