using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using GraphEmulator.Journal;
using static ProxyCapi.FunctionalTests.Emulator.EmulatorHost;

namespace ProxyCapi.FunctionalTests.Emulator;

public sealed class EventsEdgeTests
{
    [Fact]
    public async Task GoodBatch_IsAcceptedAndFoundInTheJournal()
    {
        await using var emulator = await StartAsync();
        using var response = await emulator.PostAsync(Purchase("a"), Purchase("b"));
        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Equal((2, 0), ((int)answer["events_received"]!, answer["messages"]!.AsArray().Count));

        var listed = (await emulator.Client.GetFromJsonAsync<JsonArray>($"/api/events?pixel={Pixel}&event_name=Purchase"))!;
        Assert.Equal(["a", "b"], listed.Select(item => (string)item!["event"]!["event_id"]!));
        Assert.Equal(10.5, (double)listed[1]!["event"]!["custom_data"]!["value"]!);
        Assert.Equal(1, (int)listed[1]!["request"]!);
        Assert.Equal("b", emulator.Journal.Events[1].Parse().GetProperty("event_id").GetString());
        Assert.Single((await emulator.Client.GetFromJsonAsync<JsonArray>("/api/events?after=1"))!);
    }

    [Fact]
    public async Task OneBadEvent_RefusesAllOfThem()
    {
        await using var emulator = await StartAsync();
        var bad = Purchase("b");
        bad["user_data"]!["em"] = "john@example.com";
        using var response = await emulator.PostAsync(Purchase("a"), bad, Purchase("c"));
        var error = (await response.Content.ReadFromJsonAsync<JsonNode>())!["error"]!;
        Assert.Equal((HttpStatusCode.BadRequest, 100, 2804016), (response.StatusCode, (int)error["code"]!, (int)error["error_subcode"]!));
        Assert.Equal("""["data[1]","user_data","em"]""", error["error_data"]!["blame_field_specs"]![0]!.ToJsonString());
        Assert.Empty(emulator.Journal.Events);
        var request = Assert.Single(emulator.Journal.Requests);
        Assert.Equal((RequestOutcome.Refused, 0, 3), (request.Outcome, request.Committed, request.Events));
        Assert.DoesNotContain("john", Assert.Single(request.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RepeatedEvent_IsKeptAndMarked()
    {
        await using var emulator = await StartAsync();
        using var first = await emulator.PostAsync(Purchase("a"), Purchase("b"));
        using var second = await emulator.PostAsync(Purchase("a"));
        Assert.Equal([false, false, true], emulator.Journal.Events.Select(accepted => accepted.IsRepeat));
        var summary = emulator.Journal.Summary;
        Assert.Equal((3, 2, 1), (summary.AcceptedEvents, summary.DistinctEvents, summary.Repeats));
        Assert.Equal(["a\t2", "b\t1"], (await emulator.Client.GetStringAsync($"/api/ids?pixel={Pixel}")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
        Assert.Equal("", await emulator.Client.GetStringAsync("/api/ids?pixel=1"));

        using var cleared = await emulator.Client.DeleteAsync("/api/events");
        Assert.Equal((0, 0), (emulator.Journal.Summary.AcceptedEvents, emulator.Journal.Requests.Count));
    }

    [Fact]
    public async Task Journal_BeyondItsCapacity_LetsGoOfTheOldestAndCountsThem()
    {
        await using var emulator = await StartAsync("--Emulator:Capacity=3");
        using var first = await emulator.PostAsync(Purchase("a"), Purchase("b"));
        using var second = await emulator.PostAsync(Purchase("c"), Purchase("d"));
        Assert.Equal(["b", "c", "d"], emulator.Journal.Events.Select(accepted => accepted.EventId));
        Assert.Equal((4, 1), (emulator.Journal.Summary.AcceptedEvents, emulator.Journal.Summary.DroppedEvents));
        Assert.Equal(3, emulator.Journal.Commits.Count);
    }

    [Fact]
    public async Task Form_WithDataAsText_IsReadLikeJson()
    {
        await using var emulator = await StartAsync();
        Dictionary<string, string> fields = new() { ["access_token"] = "token", ["data"] = new JsonArray(Purchase("a")).ToJsonString() };
        using var encoded = await emulator.Client.PostAsync($"/v26.0/{Pixel}/events", new FormUrlEncodedContent(fields));
        using var parts = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            parts.Add(new StringContent(value), name);
        }

        using var multipart = await emulator.Client.PostAsync($"/v26.0/{Pixel}/events", parts);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (encoded.StatusCode, multipart.StatusCode));
        Assert.Equal(2, emulator.Journal.Events.Count);
    }

    [Fact]
    public async Task Token_RevokedAndReplaced_IsJudgedAtOnce()
    {
        await using var emulator = await StartAsync();
        using var revoked = await emulator.Client.PutAsJsonAsync("/api/tokens", new[] { "new" });
        using var refused = await emulator.PostAsync(Purchase("a"));
        Assert.Equal((HttpStatusCode.Unauthorized, 190), (refused.StatusCode, (int)(await refused.Content.ReadFromJsonAsync<JsonNode>())!["error"]!["code"]!));

        var body = Batch(Purchase("a"));
        body.Remove("access_token");
        using var missing = await emulator.PostBodyAsync(body);
        Assert.Equal(HttpStatusCode.Unauthorized, missing.StatusCode);
        emulator.Client.DefaultRequestHeaders.Authorization = new("Bearer", "new");
        using var accepted = await emulator.PostBodyAsync(body);
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
    }

    [Fact]
    public async Task AppSecret_RequiresItsProof()
    {
        await using var emulator = await StartAsync("--Emulator:AppSecret=secret");
        var body = Batch(Purchase("a"));
        Assert.Equal(104, await CodeAsync());
        body["appsecret_proof"] = new string('0', 64);
        Assert.Equal(100, await CodeAsync());
        body["appsecret_proof"] = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("secret"), Encoding.UTF8.GetBytes("token")));
        Assert.Null(await CodeAsync());

        async Task<int?> CodeAsync()
        {
            using var response = await emulator.PostBodyAsync(body);
            return (int?)(await response.Content.ReadFromJsonAsync<JsonNode>())!["error"]?["code"];
        }
    }

    [Theory]
    [InlineData("""{"data":[""")]
    [InlineData("""{"data":[],"data":[]}""")]
    [InlineData("""[1]""")]
    [InlineData("""{"access_token":"t","data":[{"event_name":"\ud800"}]}""")]
    [InlineData("""{"access_token":"t","data":[7,null,"x",[]]}""")]
    [InlineData("""{"access_token":"t","data":"[]"}""")]
    public async Task Nonsense_IsRefusedInMetasWords(string body)
    {
        await using var emulator = await StartAsync();
        using var response = await emulator.Client.PostAsync($"/v26.0/{Pixel}/events", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(100, (int)(await response.Content.ReadFromJsonAsync<JsonNode>())!["error"]!["code"]!);
        Assert.Single(emulator.Journal.Requests);
    }

    [Fact]
    public async Task UnknownPath_IsRefusedInMetasWords()
    {
        await using var emulator = await StartAsync();
        foreach (var path in new[] { "/v26/1/events", "/v26.0/1/other", "/events" })
        {
            using var response = await emulator.PostBodyAsync(Batch(Purchase("a")), path);
            Assert.Equal((HttpStatusCode.BadRequest, 2500), (response.StatusCode, (int)(await response.Content.ReadFromJsonAsync<JsonNode>())!["error"]!["code"]!));
        }
    }

    [Fact]
    public async Task Page_NeedsNothingFromElsewhere()
    {
        await using var emulator = await StartAsync();
        using var page = await emulator.Client.GetAsync("/");
        Assert.Contains("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("<title>Graph emulator</title>", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var script = await emulator.Client.GetStringAsync("/page.js");
        Assert.DoesNotContain("innerHTML", script, StringComparison.Ordinal);
        Assert.NotEmpty(await emulator.Client.GetStringAsync("/page.css"));
    }
}
