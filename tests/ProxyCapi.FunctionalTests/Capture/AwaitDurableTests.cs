using System.Net;
using System.Net.Sockets;
using System.Text;
using ProxyCapi.Delivery;
using ProxyCapi.FunctionalTests.Hosting;

namespace ProxyCapi.FunctionalTests.Capture;

/// <summary>Whoever has an answer completely can rely on its order being on disk; all but the answer's end comes as ever.</summary>
public class AwaitDurableTests
{
    [Theory]
    [InlineData("1.1", "/identity", 1)]
    [InlineData("2.0", "/identity", 1)]
    [InlineData("1.1", "/large", 1)]
    [InlineData("1.1", "/gzip", 1)]
    [InlineData("2.0", "/gzip", 1)]
    [InlineData("1.1", "/chunked", 0)]
    [InlineData("2.0", "/chunked", 0)]
    public async Task Answer_CommitHangs_AllButItsEndArrives(string version, string path, int waiting)
    {
        await using var origin = await ByteMatrixOrigin.StartAsync();
        var expected = await BareAsync(origin, path);
        var outbox = new HeldOutbox();
        await using var proxy = await DurableProxy.StartAsync(origin, outbox);
        using var response = await proxy.GetAsync(path, version);
        await using var body = await response.Content.ReadAsStreamAsync();
        var before = new byte[expected.Length - waiting];
        await body.ReadExactlyAsync(before);
        var rest = ReadToEndAsync(body);
        await outbox.Asked;
        await proxy.PassAnotherPageAsync(version);

        Assert.Equal(expected[..^waiting], before);
        Assert.False(rest.IsCompleted);
        Assert.Equal(0, proxy.CountedWaits);
        outbox.Commit();
        Assert.Equal(expected[^waiting..], await rest);
        Assert.Equal(["committed"], await proxy.WaitsAsync(1));
        await proxy.ExchangesEndedAsync();
        Assert.Equal(1, proxy.Books.Outcome("converted"));
    }

    // What a proxy of the old kind in front of us gets: the close is the only end, and a crash would look the same.
    [Fact]
    public async Task AnswerOverHttp10_CommitHangs_LastByteDoesNotArrive()
    {
        await using var origin = await ByteMatrixOrigin.StartAsync();
        var outbox = new HeldOutbox();
        await using var proxy = await DurableProxy.StartAsync(origin, outbox);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, proxy.Http1.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync("GET /chunked HTTP/1.0\r\nHost: shop.example\r\nUser-Agent: Mozilla/5.0\r\n\r\n"u8.ToArray());
        var head = await ReadHeadAsync(stream);
        var before = new byte[ByteMatrixOrigin.Page.Length - 1];
        await stream.ReadExactlyAsync(before);
        var rest = ReadToEndAsync(stream);
        await outbox.Asked;
        await proxy.PassAnotherPageAsync("1.1");

        Assert.DoesNotContain("Content-Length", head, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(ByteMatrixOrigin.Page[..^1], before);
        Assert.False(rest.IsCompleted);
        outbox.Commit();
        Assert.Equal(ByteMatrixOrigin.Page[^1..], await rest);
    }

    [Theory]
    [InlineData("1.1", "/identity")]
    [InlineData("2.0", "/chunked")]
    public async Task Answer_TimeIsUp_GoesOnAndIsCounted(string version, string path)
    {
        await using var origin = await ByteMatrixOrigin.StartAsync();
        var (outbox, clock) = (new HeldOutbox(), new WatchedClock());
        await using var proxy = await DurableProxy.StartAsync(origin, outbox, clock, rule => rule.AwaitDurableTimeout = TimeSpan.FromMilliseconds(250));
        using var response = await proxy.GetAsync(path, version);
        var whole = response.Content.ReadAsByteArrayAsync();
        await outbox.Asked;
        await clock.TimerSet;
        clock.Advance(TimeSpan.FromMilliseconds(250));

        Assert.Equal(ByteMatrixOrigin.Page, await whole);
        Assert.Equal(["timeout"], await proxy.WaitsAsync(1));
        outbox.Commit();
        await proxy.ExchangesEndedAsync();
        Assert.Equal(1, proxy.Books.Outcome("converted"));
    }

    [Theory]
    [InlineData("1.1", "/identity")]
    [InlineData("2.0", "/identity")]
    [InlineData("1.1", "/chunked")]
    public async Task Client_LeavesWhileItsAnswerWaits_ExchangeEndsOnce(string version, string path)
    {
        await using var origin = await ByteMatrixOrigin.StartAsync();
        var (outbox, clock) = (new HeldOutbox(), new WatchedClock());
        await using var proxy = await DurableProxy.StartAsync(origin, outbox, clock);
        using (var response = await proxy.GetAsync(path, version))
        {
            await using var body = await response.Content.ReadAsStreamAsync();
            await body.ReadExactlyAsync(new byte[100]);
            await outbox.Asked;
            await clock.TimerSet;
        }

        await proxy.PassAnotherPageAsync(version);
        outbox.Commit();

        Assert.Equal(["committed"], await proxy.WaitsAsync(1));
        await proxy.ExchangesEndedAsync();
        Assert.Equal(1, proxy.Books.ExchangesEnded);
        Assert.Equal(1, proxy.Books.Outcome("converted"));
    }

    [Fact]
    public async Task Site_BreaksOff_ClientSeesItAndNothingWaits()
    {
        await using var origin = await ByteMatrixOrigin.StartAsync();
        var outbox = new HeldOutbox();
        await using var proxy = await DurableProxy.StartAsync(origin, outbox);
        using var response = await proxy.GetAsync("/abort", "1.1");
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[ByteMatrixOrigin.Page.Length]);
        origin.SecondEvent.SetResult();

        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(Stream.Null));
        await proxy.ExchangesEndedAsync();
        Assert.Equal(1, proxy.Books.Outcome("unread/aborted"));
        Assert.Equal(0, proxy.CountedWaits);
        Assert.False(outbox.WasAsked);
    }

    [Theory]
    [InlineData("/identity")]
    [InlineData("/chunked")]
    [InlineData("/empty")]
    public async Task Rule_FindsNothing_AnswerGoesOnAtOnce(string path)
    {
        await using var origin = await ByteMatrixOrigin.StartAsync();
        var (outbox, clock) = (new HeldOutbox(), new WatchedClock());
        await using var proxy = await DurableProxy.StartAsync(origin, outbox, clock, rule => rule.When.Add("css:#paid"));
        using var response = await proxy.GetAsync(path, "1.1");

        Assert.Equal(path == "/empty" ? [] : ByteMatrixOrigin.Page, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(["nothing"], await proxy.WaitsAsync(1));
        Assert.False(outbox.WasAsked);
        await proxy.ExchangesEndedAsync();
    }

    [Theory]
    [InlineData(EnqueueResult.StoredInMemory)]
    [InlineData(EnqueueResult.Shed)]
    public async Task Event_IsNotOnDisk_AnswerGoesOnAtOnceAndIsCounted(object result)
    {
        await using var origin = await ByteMatrixOrigin.StartAsync();
        var (outbox, clock) = (new HeldOutbox(), new WatchedClock());
        outbox.Commit((EnqueueResult)result);
        await using var proxy = await DurableProxy.StartAsync(origin, outbox, clock);
        using var response = await proxy.GetAsync("/identity", "1.1");

        Assert.Equal(ByteMatrixOrigin.Page, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(["not_durable"], await proxy.WaitsAsync(1));
        await proxy.ExchangesEndedAsync();
    }

    [Fact]
    public async Task Answers_RealOutbox_ComeThroughAsTheSiteSentThem()
    {
        await using var origin = await ByteMatrixOrigin.StartAsync();
        await using var proxy = await DurableProxy.StartAsync(origin, outbox: null);
        string[] paths = ["/identity", "/gzip", "/chunked", "/large", "/identity"];
        foreach (var path in paths)
        {
            using var response = await proxy.GetAsync(path, "2.0");
            Assert.Equal(await BareAsync(origin, path), await response.Content.ReadAsByteArrayAsync());
        }

        Assert.Equal(paths.Select(_ => "committed"), await proxy.WaitsAsync(paths.Length));
        await proxy.ExchangesEndedAsync();
    }

    private static async Task<byte[]> BareAsync(ByteMatrixOrigin origin, string path)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None });
        return await http.GetByteArrayAsync(new Uri(origin.Http1, path));
    }

    private static async Task<byte[]> ReadToEndAsync(Stream stream)
    {
        using var whole = new MemoryStream();
        await stream.CopyToAsync(whole);
        return whole.ToArray();
    }

    private static async Task<string> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one);
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
