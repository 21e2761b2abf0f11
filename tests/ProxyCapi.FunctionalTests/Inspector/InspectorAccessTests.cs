using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ProxyCapi.FunctionalTests.EndToEnd;
using ProxyCapi.FunctionalTests.Gateway;

namespace ProxyCapi.FunctionalTests.Inspector;

/// <summary>Who may see the inspector, who may change something in it, and what it answers.</summary>
public sealed class InspectorAccessTests
{
    private const string Key = "a-key-of-enough-letters";

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("[::1]", HttpStatusCode.OK)]
    [InlineData("rebound.example", HttpStatusCode.Forbidden)]
    [InlineData("localhost.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("10.0.0.1", HttpStatusCode.Forbidden)]
    public async Task Inspector_AskedByAName_AnswersToThisMachinesNamesAlone(string host, HttpStatusCode status)
    {
        await using var gateway = await GatewayHost.StartAsync("--Gateway:Origin=http://127.0.0.1:9");
        foreach (var path in new[] { "/", "/inspector/api/overview", "/inspector/api/stream" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = host;
            using var answer = await gateway.AdminClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal(status, answer.StatusCode);
            Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }

        // Probes and scrapers come by the name that the orchestrator gives.
        using var probe = new HttpRequestMessage(HttpMethod.Get, "/healthz/live");
        probe.Headers.Host = host;
        using var health = await gateway.AdminClient.SendAsync(probe);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Theory]
    [InlineData(null, null, null, HttpStatusCode.Forbidden)]
    [InlineData("1", "cross-site", null, HttpStatusCode.Forbidden)]
    [InlineData("1", "same-site", null, HttpStatusCode.Forbidden)]
    [InlineData("1", "same-origin", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("1", "same-origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("1", "same-origin", "own", HttpStatusCode.OK)]
    [InlineData("1", null, null, HttpStatusCode.OK)]
    [InlineData("1", "same-origin", "own, by TLS in front", HttpStatusCode.OK)]
    public async Task Replay_SentByAPage_WorksForTheInspectorsOwnAlone(string? header, string? site, string? origin, HttpStatusCode status)
    {
        await using var stack = await ShopStack.StartAsync();
        using var visitor = stack.Visit();
        await visitor.BuyAsync();
        await stack.SettleAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/inspector/api/outbox/replay") { Content = JsonContent.Create(new { all = true }) };
        Add("X-ProxyCapi-Inspector", header);
        Add("Sec-Fetch-Site", site);
        Add("Origin", origin?.StartsWith("own", StringComparison.Ordinal) == true ? $"{(origin == "own" ? "http" : "https")}://{stack.Gateway.Admin.Authority}" : origin);

        using var answer = await stack.Gateway.AdminClient.SendAsync(request);

        Assert.Equal(status, answer.StatusCode);
        void Add(string name, string? value)
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    [Fact]
    public async Task Key_IsNeededForEveryAnswer_AndHealthNeedsNone()
    {
        await using var gateway = await GatewayHost.StartAsync("--Gateway:Origin=http://127.0.0.1:9", $"--ProxyCapi:Admin:Key={Key}");
        foreach (var path in new[] { "overview", "events", "events/1", "rules", "findings", "outbox", "report", "stream" })
        {
            using var closed = await gateway.AdminClient.GetAsync(new Uri($"/inspector/api/{path}", UriKind.Relative));
            Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
        }

        using var metrics = await gateway.AdminClient.GetAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, metrics.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await WithBearerAsync("another-key-of-letters")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await WithBearerAsync(Key)).StatusCode);

        Task<HttpResponseMessage> WithBearerAsync(string key)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/inspector/api/overview");
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
            return gateway.AdminClient.SendAsync(request);
        }
    }

    [Fact]
    public async Task Session_EndsWithTheKeyItWasBegunWith()
    {
        await using var gateway = await GatewayHost.StartAsync("--Gateway:Origin=http://127.0.0.1:9", $"--ProxyCapi:Admin:Key={Key}");
        using var browser = new HttpClient { BaseAddress = gateway.Admin };
        using var sign = new HttpRequestMessage(HttpMethod.Post, "/inspector/api/session") { Content = JsonContent.Create(new { key = Key }) };
        sign.Headers.Add("X-ProxyCapi-Inspector", "1");
        using var signed = await browser.SendAsync(sign);
        Assert.Equal(HttpStatusCode.NoContent, signed.StatusCode);
        var cookie = signed.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(new Uri("/inspector/api/overview", UriKind.Relative))).StatusCode);

        gateway.Configuration["ProxyCapi:Admin:Key"] = "the-new-key-of-letters";
        gateway.Configuration.Reload();

        // A reload is read a moment after it is announced.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var status = HttpStatusCode.OK;
        while (status == HttpStatusCode.OK)
        {
            using var answer = await browser.GetAsync(new Uri("/inspector/api/overview", UriKind.Relative), patience.Token);
            status = answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, status);
    }

    [Fact]
    public async Task Stream_TellsOfAnOrderWithoutBeingAsked()
    {
        await using var stack = await ShopStack.StartAsync();
        using var answer = await stack.Gateway.AdminClient.GetAsync(new Uri("/inspector/api/stream?after=0", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        using var visitor = stack.Visit();

        var order = await visitor.BuyAsync();

        while (await lines.ReadLineAsync(stack.Patience) is { } line)
        {
            if (line.StartsWith("data: [", StringComparison.Ordinal)
                && JsonNode.Parse(line["data: ".Length..])!.AsArray().Any(story => (string?)story!["order_id"] == order.Number && (string?)story["outcome"] == "accepted"))
            {
                return;
            }
        }

        Assert.Fail("The stream ended.");
    }

    [Fact]
    public async Task Order_ThatMemoryHasForgotten_IsFoundInTheOutboxsMemory()
    {
        await using var stack = await ShopStack.StartAsync("--ProxyCapi:Admin:MaxStories=1");
        using var visitor = stack.Visit();
        var first = await visitor.BuyAsync();
        await visitor.BuyAsync();
        await stack.SettleAsync();

        var memory = await AskAsync(stack, $"events?search={first.Number}");
        var outbox = await AskAsync(stack, $"find?text={first.Number}");

        Assert.Empty(memory["events"]!.AsArray());
        Assert.Equal("Purchase", (string?)Assert.Single(outbox["left"]!.AsArray())!["event"]);
    }

    [Fact]
    public async Task DeclinedPayment_IsToldWithItsReason()
    {
        await using var stack = await ShopStack.StartAsync();
        using var visitor = stack.Visit();
        await visitor.BuyAsync(payment: "declined");
        await stack.SettleAsync();

        var answer = await AskAsync(stack, "events?show=drops");

        var story = Assert.Single(answer["events"]!.AsArray())!;
        Assert.Equal(("nothing", "condition"), ((string?)story["outcome"], (string?)story["reason"]));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    public async Task Question_OfAnotherSite_OrThroughAnotherProxy_IsRefused(string header, string value)
    {
        await using var gateway = await GatewayHost.StartAsync("--Gateway:Origin=http://127.0.0.1:9");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/inspector/api/events");
        request.Headers.TryAddWithoutValidation(header, value);

        using var answer = await gateway.AdminClient.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("{\"key\":5}")]
    [InlineData("")]
    public async Task SignIn_WithRubbish_IsNoKey(string body)
    {
        await using var gateway = await GatewayHost.StartAsync("--Gateway:Origin=http://127.0.0.1:9", $"--ProxyCapi:Admin:Key={Key}");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/inspector/api/session") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("X-ProxyCapi-Inspector", "1");

        using var answer = await gateway.AdminClient.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task DamagedBooks_LeaveTheRestOfThePage()
    {
        await using var stack = await ShopStack.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(stack.Gateway.DataDirectory, "books.db"), new string('x', 9000));

        var overview = await AskAsync(stack, "overview");

        Assert.Equal("healthy", (string?)overview["health"]);
        Assert.Empty((await AskAsync(stack, "report"))["events"]!.AsArray());
    }

    private static async Task<JsonNode> AskAsync(ShopStack stack, string path) =>
        JsonNode.Parse(await stack.Gateway.AdminClient.GetStringAsync(new Uri($"/inspector/api/{path}", UriKind.Relative)))!;
}
