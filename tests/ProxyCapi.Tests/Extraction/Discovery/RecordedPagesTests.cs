using System.Text;
using ProxyCapi.Capture;

namespace ProxyCapi.Tests.Extraction.Discovery;

/// <summary>The recorded pages whose orders stand in scripts, as they travelled.</summary>
public class RecordedPagesTests
{
    [Theory]
    [InlineData("01-fbq-purchase", "Purchase fbq: content_type=product currency=USD num_items=3 order_id=7001 value=84.90 | BB-100 2 x 24.95 | BB-215 1 x 35.00 | id order-7001")]
    [InlineData("03-datalayer-ga4", "Purchase dataLayer: currency=EUR num_items=6 order_id=L-20417 value=46.30 | SEIFE-LAV 6 x 6.90")]
    [InlineData("04-gtag-purchase-latin1", "Purchase gtag: currency=EUR num_items=6 order_id=VR-881 value=1059.80 | BRUN-15 6 x 176.63")]
    [InlineData("12-not-live-code", "")]
    public void Page_AsRecorded_GivesItsOrder(string folder, string expected) => Assert.Equal(expected, Discover.Exchange(Recorded(folder)).Print());

    [Fact]
    public void Page_WithACustomerInItsLayer_GivesTheBuyer() => Assert.Equal(
        "country=DE ct=Leipzig em=Katrin.Vogel@Example.com fn=Katrin ln=Vogel ph=+49 30 23125 300 zp=04109",
        Discover.Exchange(Recorded("03-datalayer-ga4")).PrintUser());

    private static TestExchange Recorded(string folder)
    {
        var path = Path.Combine(Pages(), folder);
        var request = File.ReadLines(Path.Combine(path, "request.txt")).First().Split(' ');
        var target = request[1].Split('?', 2);
        var fields = File.ReadLines(Path.Combine(path, "response.txt"), Encoding.Latin1).Skip(1).Where(line => line.Contains(':', StringComparison.Ordinal))
            .ToDictionary(line => line.Split(':', 2)[0], line => line.Split(':', 2)[1].Trim(), StringComparer.OrdinalIgnoreCase);
        return new TestExchange
        {
            Method = request[0],
            Path = target[0],
            Query = target.Length > 1 ? "?" + target[1] : "",
            ResponseBody = CapturedBody.FromBytes(
                File.ReadAllBytes(Path.Combine(path, "response-body")), fields["Content-Type"], fields.GetValueOrDefault("Content-Encoding")),
        };
    }

    private static string Pages()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder.FullName, "tests", "fixtures", "pages")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("tests/fixtures/pages");
        }

        return Path.Combine(folder.FullName, "tests", "fixtures", "pages");
    }
}
