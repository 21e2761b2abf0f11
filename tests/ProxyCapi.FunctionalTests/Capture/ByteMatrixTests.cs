using System.Net;
using System.Net.Http.Headers;
using ProxyCapi.Configuration;
using ProxyCapi.FunctionalTests.Hosting;

namespace ProxyCapi.FunctionalTests.Capture;

/// <summary>Status, headers, body and trailers are the same with Capture and without, and what was captured is what the site sent.</summary>
public class ByteMatrixTests
{
    public static TheoryData<string, string, string, bool> Protocols => new()
    {
        { "1.1", "1.1", "GET", false },
        { "1.1", "2.0", "GET", false },
        { "2.0", "1.1", "GET", false },
        { "2.0", "2.0", "GET", false },
        { "1.1", "1.1", "HEAD", false },
        { "2.0", "2.0", "HEAD", false },
        { "1.1", "1.1", "GET", true },
        { "1.1", "2.0", "GET", true },
        { "2.0", "1.1", "GET", true },
        { "2.0", "2.0", "GET", true },
        { "2.0", "2.0", "HEAD", true },
    };

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Answers_CaptureOnAndOff_AreIdentical(string client, string site, string method, bool awaitsDurable)
    {
        var pool = new TestPool();
        await using var origin = await ByteMatrixOrigin.StartAsync();
        var originVersion = Version.Parse(site);
        var target = site == "1.1" ? origin.Http1 : origin.Http2;
        await using var bare = await CaptureProxy.StartAsync(target, null, originVersion);
        using var rules = new ActiveRuleSet(CaptureProxy.Rules(new(), CaptureProxy.Rule(awaitDurable: awaitsDurable ? TimeSpan.FromSeconds(10) : null)));
        await using var observed = await CaptureProxy.StartAsync(target, rules, originVersion, pool);
        using var http = Client();
        foreach (var path in ByteMatrixOrigin.Paths)
        {
            var before = observed.Captured.Count;
            var expected = await AnswerAsync(http, client == "1.1" ? bare.Http1 : bare.Http2, path, client, method, site == "2.0");
            var actual = await AnswerAsync(http, client == "1.1" ? observed.Http1 : observed.Http2, path, client, method, site == "2.0");

            Assert.True(expected.Text == actual.Text, $"{path}: expected\n{expected.Text}\nbut got\n{actual.Text}");
            Assert.Equal(expected.Body, actual.Body);
            Assert.True(!expected.Text.StartsWith("broken", StringComparison.Ordinal) || path == "/status/205", $"{path}: {expected.Text}");
            var reasons = await observed.BalancedReasonsAsync();
            if (method == "HEAD")
            {
                Assert.Empty(reasons);
                continue;
            }

            var isObserved = !path.StartsWith("/status/", StringComparison.Ordinal) || path.EndsWith("201", StringComparison.Ordinal);
            Assert.Equal(isObserved ? "converted" : "status", reasons[^1]);
            if (isObserved)
            {
                var (exchange, _, body) = observed.Captured.ElementAt(before);
                Assert.Equal(expected.Body, body);
                Assert.False(exchange.ResponseBody.IsTruncated);
                Assert.Equal(path, exchange.Path);
                Assert.Equal(expected.ContentEncoding, exchange.ResponseBody.ContentEncoding ?? "");
            }
        }

        Assert.Equal(0, pool.Outstanding);
    }

    private static HttpClient Client() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
    });

    private static async Task<(string Text, byte[] Body, string ContentEncoding)> AnswerAsync(
        HttpClient http, Uri proxy, string path, string version, string method, bool hasTrailers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(proxy, path))
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            return await DescribeAsync(response, path, version, method, hasTrailers);
        }
        catch (HttpRequestException exception)
        {
            // Bare YARP breaks some answers by itself; then they must break in the same way.
            return ($"broken: {exception.HttpRequestError}", [], "");
        }
    }

    private static async Task<(string Text, byte[] Body, string ContentEncoding)> DescribeAsync(
        HttpResponseMessage response, string path, string version, string method, bool hasTrailers)
    {
        var body = await response.Content.ReadAsByteArrayAsync();
        var text = $"{response.Version} {(int)response.StatusCode} {response.ReasonPhrase}\n{Text(response.Headers)}--\n{Text(response.Content.Headers)}--\n{Text(response.TrailingHeaders)}";
        if (path == "/trailers" && method == "GET" && version == "2.0" && hasTrailers)
        {
            Assert.Equal("abc123", response.TrailingHeaders.GetValues("X-Checksum").Single());
        }

        return (text, body, string.Join(',', response.Content.Headers.ContentEncoding));
    }

    private static string Text(HttpHeaders headers) => string.Concat(
        headers.NonValidated.Where(field => field.Key != "Date").Select(field => $"{field.Key}: {string.Join(" | ", field.Value)}\n"));
}
