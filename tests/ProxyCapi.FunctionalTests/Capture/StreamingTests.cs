using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using ProxyCapi.Configuration;
using ProxyCapi.FunctionalTests.Hosting;

namespace ProxyCapi.FunctionalTests.Capture;

/// <summary>Traffic that does not end soon, is large, or breaks off.</summary>
public class StreamingTests
{
    private const long Large = 1024L * 1024 * 1024;

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task EventStream_SecondEventNotSentYet_ClientHasTheFirst(string version)
    {
        await using var site = await Site.StartAsync(version);
        using var response = await site.GetAsync("/sse");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        Assert.Equal("data: 1", await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)));
        site.Origin.SecondEvent.SetResult();
        Assert.Equal("\ndata: 2\n\n", await reader.ReadToEndAsync());
        Assert.Equal(["content_type"], await site.Proxy.BalancedReasonsAsync());
    }

    [Fact]
    public async Task WebSocket_Echo_PassesBothWays()
    {
        await using var site = await Site.StartAsync("1.1");
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(site.Proxy.Http1) { Scheme = "ws", Path = "/ws" }.Uri, default);
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, default);
        var buffer = new byte[100];
        var received = await socket.ReceiveAsync(buffer, default);

        Assert.Equal("hello", Encoding.ASCII.GetString(buffer, 0, received.Count));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
        Assert.Equal(["status"], await site.Proxy.BalancedReasonsAsync());
    }

    [Theory]
    [InlineData("1.1", "")]
    [InlineData("1.1", "?chunked=1")]
    [InlineData("2.0", "?chunked=1")]
    public async Task Download_LargerThanTheLimit_PassesWholeInBoundedMemory(string version, string query)
    {
        await using var site = await Site.StartAsync(version);
        using var response = await site.GetAsync($"/download/{Large}{query}");
        await using var body = await response.Content.ReadAsStreamAsync();
        var actual = new byte[64 * 1024];
        var expected = new byte[64 * 1024];
        var total = 0L;
        for (var index = 0L; ; index++)
        {
            var count = await body.ReadAtLeastAsync(actual, actual.Length, throwOnEndOfStream: false);
            if (count == 0)
            {
                break;
            }

            ByteMatrixOrigin.FillBlock(expected, index);
            Assert.True(expected.AsSpan(0, count).SequenceEqual(actual.AsSpan(0, count)), $"Block {index} differs.");
            total += count;
        }

        Assert.Equal(Large, total);
        Assert.Equal(["too_large"], await site.Proxy.BalancedReasonsAsync());
        Assert.True(site.Pool.PeakBytes <= 3 * 1024 * 1024, $"{site.Pool.PeakBytes} bytes were held.");
        Assert.Equal(0, site.Pool.Outstanding);
    }

    [Theory]
    [InlineData("1.1", "1.1")]
    [InlineData("2.0", "2.0")]
    public async Task Upload_LargerThanTheLimit_PassesWholeInBoundedMemory(string version, string originVersion)
    {
        const long Size = 100L * 1024 * 1024;
        await using var site = await Site.StartAsync(version, originVersion);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var content = new StreamContent(new HashedZeros(Size, hash));
        content.Headers.ContentType = new("application/json");
        using var response = await site.PostAsync("/upload", content);

        Assert.Equal($"\"{Convert.ToHexString(hash.GetHashAndReset())}\"", await response.Content.ReadAsStringAsync());
        Assert.Equal(["converted"], await site.Proxy.BalancedReasonsAsync());
        var captured = Assert.Single(site.Proxy.Captured);
        Assert.True(captured.Exchange.RequestBody.IsTruncated);
        Assert.Equal(256 * 1024, captured.Request.Length);
        Assert.True(site.Pool.PeakBytes <= 1024 * 1024, $"{site.Pool.PeakBytes} bytes were held.");
        Assert.Equal(0, site.Pool.Outstanding);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Abort_ByTheSite_ClientSeesItAndNothingIsProven(string version)
    {
        await using var site = await Site.StartAsync(version);
        using var response = await site.GetAsync("/abort");

        await using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[100]);
        site.Origin.SecondEvent.SetResult();
        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(Stream.Null));

        Assert.Equal(["aborted"], await site.Proxy.BalancedReasonsAsync());
        Assert.Empty(site.Proxy.Captured);
        Assert.Equal(0, site.Pool.Outstanding);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Abort_ByTheClient_NothingIsProven(string version)
    {
        await using var site = await Site.StartAsync(version);
        using (var response = await site.GetAsync("/slow"))
        {
            await using var body = await response.Content.ReadAsStreamAsync();
            await body.ReadExactlyAsync(new byte[100]);
        }

        Assert.Equal(["aborted"], await site.Proxy.BalancedReasonsAsync());
        Assert.Equal(0, site.Pool.Outstanding);
    }

    [Fact]
    public async Task NoSite_BadGateway_EndsAsNoAnswer()
    {
        await using var site = await Site.StartAsync("1.1");
        await site.Origin.DisposeAsync();

        using var response = await site.GetAsync("/identity");

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal(["no_answer"], await site.Proxy.BalancedReasonsAsync());
    }

    [Fact]
    public async Task ExpectContinue_FormPost_IsAnsweredByTheSiteThroughTheTap()
    {
        await using var site = await Site.StartAsync("1.1");
        using var socket = new TcpClient();
        await socket.ConnectAsync(site.Proxy.Http1.Host, site.Proxy.Http1.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync("POST /form HTTP/1.1\r\nHost: shop.example\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(stream, Encoding.Latin1);

        Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)));
        await stream.WriteAsync("email=a@b"u8.ToArray());
        Assert.Equal("", await reader.ReadLineAsync());
        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync());
        await reader.ReadToEndAsync();

        Assert.Equal(["converted"], await site.Proxy.BalancedReasonsAsync());
        Assert.Equal("email=a@b"u8.ToArray(), Assert.Single(site.Proxy.Captured).Request);
    }

    [Theory]
    [InlineData("1.1", "application/x-www-form-urlencoded", true)]
    [InlineData("2.0", "multipart/form-data; boundary=x", true)]
    [InlineData("2.0", "application/vnd.api+json", true)]
    [InlineData("1.1", "text/plain;charset=UTF-8", true)]
    [InlineData("1.1", "image/png", false)]
    public async Task RequestBody_ReadableType_SiteAndCaptureHaveIt(string version, string contentType, bool isCaptured)
    {
        await using var site = await Site.StartAsync(version);
        var sent = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 3000).Select(i => $"field{i}=ä&")));
        using var content = new ByteArrayContent(sent);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var response = await site.PostAsync("/form", content);
        await response.Content.ReadAsByteArrayAsync();

        Assert.Equal(sent, await site.Origin.LastForm.Task);
        await site.Proxy.BalancedReasonsAsync();
        var (exchange, request, page) = Assert.Single(site.Proxy.Captured);
        Assert.Equal(isCaptured ? sent : [], request);
        Assert.Equal(ByteMatrixOrigin.Page, page);
        Assert.Equal(isCaptured ? contentType : null, exchange.RequestBody.ContentType);
        Assert.False(exchange.RequestBody.IsTruncated);
        Assert.Equal("POST", exchange.Method);
        Assert.Equal(IPAddress.Loopback, exchange.RemoteIpAddress);
    }

    private sealed class Site(ByteMatrixOrigin origin, CaptureProxy proxy, TestPool pool, Version version) : IAsyncDisposable
    {
        private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

        public ByteMatrixOrigin Origin => origin;

        public CaptureProxy Proxy => proxy;

        public TestPool Pool => pool;

        public static async Task<Site> StartAsync(string version, string originVersion = "1.1")
        {
            var pool = new TestPool();
            var origin = await ByteMatrixOrigin.StartAsync();
            var rules = new ActiveRuleSet(CaptureProxy.Rules(new(), CaptureProxy.Rule()));
            var target = originVersion == "1.1" ? origin.Http1 : origin.Http2;
            return new Site(origin, await CaptureProxy.StartAsync(target, rules, Version.Parse(originVersion), pool), pool, Version.Parse(version));
        }

        public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

        public Task<HttpResponseMessage> PostAsync(string path, HttpContent content) => SendAsync(HttpMethod.Post, path, content);

        public async ValueTask DisposeAsync()
        {
            _http.Dispose();
            await proxy.DisposeAsync();
            await origin.DisposeAsync();
        }

        private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content)
        {
            var request = new HttpRequestMessage(method, new Uri(version.Major == 1 ? proxy.Http1 : proxy.Http2, path))
            {
                Version = version,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = content,
            };
            return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        }
    }

    /// <summary>A body of unknown length that nobody holds in memory.</summary>
    private sealed class HashedZeros(long length, IncrementalHash hash) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, _left);
            Array.Fill(buffer, (byte)_left, offset, read);
            hash.AppendData(buffer, offset, read);
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
