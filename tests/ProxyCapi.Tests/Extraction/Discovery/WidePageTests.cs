using System.Text;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Tests.Extraction.Discovery;

/// <summary>Pages in UTF-16, in whose bytes no ASCII text stands.</summary>
public class WidePageTests
{
    private const string Page = "<html><body><p>Köszönjük!</p><script>fbq('track', 'Purchase', {value: 12900, currency: 'HUF', order_id: 'Ö-7'}, {eventID: 'e-7'})</script></body></html>";

    public static TheoryData<string, bool, string> Codings => new()
    {
        { "utf-16", true, "text/html" },
        { "utf-16", true, "text/html; charset=utf-16" },
        { "utf-16BE", true, "text/html" },
        { "utf-16BE", false, "text/html; charset=utf-16be" },
        { "utf-16", false, "text/html; charset=UTF-16LE" },
    };

    [Theory]
    [MemberData(nameof(Codings))]
    public void Order_InUtf16_IsFound(string coding, bool hasMark, string contentType)
    {
        var exchange = Exchange(coding, hasMark, contentType);

        Assert.Equal("Purchase fbq: currency=HUF order_id=Ö-7 value=12900 | id e-7", Discover.Exchange(exchange).Print());
    }

    [Theory]
    [MemberData(nameof(Codings))]
    public void Marker_InUtf16_IsSeenInTheNarrowBytes(string coding, bool hasMark, string contentType)
    {
        var document = new ExchangeDocument(Exchange(coding, hasMark, contentType).Build(), new CaptureOptions());

        Assert.NotEqual(0, new CompiledDiscovery(new DiscoveryOptions { Events = ["Purchase"] }).MarkersOf(contentType).Find(document.NarrowBytes));
    }

    private static TestExchange Exchange(string coding, bool hasMark, string contentType)
    {
        var encoding = Encoding.GetEncoding(coding);
        return new TestExchange { Path = "/thank-you", ResponseBody = CapturedBody.FromBytes([.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Page)], contentType) };
    }
}
