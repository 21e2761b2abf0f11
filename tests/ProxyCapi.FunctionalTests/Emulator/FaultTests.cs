using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphEmulator.Faults;
using GraphEmulator.Journal;
using static ProxyCapi.FunctionalTests.Emulator.EmulatorHost;

namespace ProxyCapi.FunctionalTests.Emulator;

public sealed class FaultTests
{
    [Fact]
    public async Task Error_ForTheNextTwoRequests_IsAnsweredTwiceAndCommitsNothing()
    {
        await using var emulator = await StartAsync();
        var fault = emulator.Faults.Add(GraphFault.Error(400, 100, 2804003, "Too old") with { Count = 2 });
        for (var i = 0; i < 2; i++)
        {
            using var refused = await emulator.PostAsync(Purchase("a"));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            var error = (await refused.Content.ReadFromJsonAsync<JsonNode>())!["error"]!;
            Assert.Equal((100, 2804003, "Too old"), ((int)error["code"]!, (int)error["error_subcode"]!, (string)error["message"]!));
        }

        using var accepted = await emulator.PostAsync(Purchase("a"));
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        Assert.Equal((2, 0), (fault.Hits, fault.Remaining));
        Assert.Equal([RequestOutcome.Faulted, RequestOutcome.Faulted, RequestOutcome.Accepted], emulator.Journal.Requests.Select(request => request.Outcome));
        Assert.Single(emulator.Journal.Events);
    }

    [Fact]
    public async Task Answer_OfHtml_IsSentAsItIs()
    {
        await using var emulator = await StartAsync();
        emulator.Faults.Add(GraphFault.Answer(502, "<h1>Bad gateway</h1>"));
        using var response = await emulator.PostAsync(Purchase("a"));
        Assert.Equal((HttpStatusCode.BadGateway, "text/html"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Equal("<h1>Bad gateway</h1>", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Poison_StrikesOnlyRequestsThatHoldTheEvent()
    {
        await using var emulator = await StartAsync();
        emulator.Faults.Add(GraphFault.Error(400, 100) with { EventIdContains = "poison" });
        using var good = await emulator.PostAsync(Purchase("a"), Purchase("b"));
        using var bad = await emulator.PostAsync(Purchase("c"), Purchase("my-poison-1"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (good.StatusCode, bad.StatusCode));
        Assert.Equal(["a", "b"], emulator.Journal.Events.Select(accepted => accepted.EventId));
    }

    [Fact]
    public async Task Fault_OfOnePixel_LeavesTheOthersAlone()
    {
        await using var emulator = await StartAsync();
        emulator.Faults.Add(GraphFault.Error(500, 1) with { Pixel = "1" });
        using var struck = await emulator.PostBodyAsync(Batch(Purchase("a")), "/v26.0/1/events");
        using var spared = await emulator.PostBodyAsync(Batch(Purchase("a")), "/v26.0/2/events");
        Assert.Equal((HttpStatusCode.InternalServerError, HttpStatusCode.OK), (struck.StatusCode, spared.StatusCode));
    }

    [Fact]
    public async Task Probability_WithASeed_StrikesTheSameRequestsAgain()
    {
        await using var emulator = await StartAsync();
        var first = await SeriesAsync();
        Assert.Equal(first, await SeriesAsync());
        Assert.Contains(HttpStatusCode.OK, first);
        Assert.Contains(HttpStatusCode.ServiceUnavailable, first);

        async Task<HttpStatusCode[]> SeriesAsync()
        {
            using var fault = emulator.Faults.Add(GraphFault.Error(503, 2) with { Probability = 0.5, Seed = 7 });
            var statuses = new HttpStatusCode[20];
            for (var i = 0; i < statuses.Length; i++)
            {
                using var response = await emulator.PostAsync(Purchase("a"));
                statuses[i] = response.StatusCode;
            }

            return statuses;
        }
    }

    [Theory]
    [InlineData(GraphFaultStage.BeforeRead, 0, 0)]
    [InlineData(GraphFaultStage.BeforeCommit, 1, 0)]
    [InlineData(GraphFaultStage.AfterCommit, 1, 1)]
    public async Task Hang_EndsWithTheFaultAndCommitsByItsStage(GraphFaultStage stage, int read, int committed)
    {
        await using var emulator = await StartAsync();
        var fault = emulator.Faults.Add(GraphFault.Hang(stage) with { Count = 1 });
        var hanging = emulator.PostAsync(Purchase("a"));
        await emulator.WaitUntilAsync(journal => journal.Requests.Count == 1);
        Assert.False(hanging.IsCompleted);
        Assert.Equal((read, committed, null), (emulator.Journal.Requests[0].Events, emulator.Journal.Events.Count, emulator.Journal.Requests[0].Status));

        fault.Dispose();
        await Assert.ThrowsAsync<HttpRequestException>(() => hanging);
        Assert.Empty(emulator.Faults.Active);
    }

    [Fact]
    public async Task Hang_DoesNotOutliveTheEmulator()
    {
        Task<HttpResponseMessage> hanging;
        await using (var emulator = await StartAsync())
        {
            emulator.Faults.Add(GraphFault.Hang());
            hanging = emulator.PostAsync(Purchase("a"));
            await emulator.WaitUntilAsync(journal => journal.Requests.Count == 1);
        }

        await Assert.ThrowsAnyAsync<Exception>(() => hanging.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData(GraphFaultStage.BeforeRead, 0)]
    [InlineData(GraphFaultStage.BeforeCommit, 0)]
    [InlineData(GraphFaultStage.AfterCommit, 1)]
    public async Task Drop_GivesNoAnswerAndCommitsByItsStage(GraphFaultStage stage, int committed)
    {
        await using var emulator = await StartAsync();
        emulator.Faults.Add(GraphFault.Drop(stage));
        await Assert.ThrowsAsync<HttpRequestException>(() => emulator.PostAsync(Purchase("a")));
        Assert.Equal(committed, emulator.Journal.Events.Count);
        Assert.Equal("none", Assert.Single(emulator.Journal.Summary.ByStatus).Key);
    }

    [Fact]
    public async Task Answer_AfterTheCommit_IsAnErrorForEventsThatArrived()
    {
        await using var emulator = await StartAsync();
        emulator.Faults.Add(GraphFault.Error(500, 1) with { Stage = GraphFaultStage.AfterCommit });
        using var response = await emulator.PostAsync(Purchase("a"));
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Single(emulator.Journal.Events);
    }

    [Fact]
    public async Task Delay_CommitsThoughTheClientHasGone()
    {
        await using var emulator = await StartAsync();
        var fault = emulator.Faults.Add(GraphFault.Delay(TimeSpan.FromHours(1)));
        using var client = new CancellationTokenSource();
        var waiting = emulator.PostBodyAsync(Batch(Purchase("a")), cancellationToken: client.Token);
        while (fault.Hits == 0)
        {
            await Task.Yield();
        }

        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Empty(emulator.Journal.Events);
        fault.Dispose();
        await emulator.WaitUntilAsync(journal => journal.Events.Count == 1);
    }

    [Fact]
    public async Task SlowAnswer_ArrivesWhole()
    {
        await using var emulator = await StartAsync();
        emulator.Faults.Add(GraphFault.SlowAnswer(TimeSpan.FromMilliseconds(2)));
        var started = Stopwatch.GetTimestamp();
        using var response = await emulator.PostAsync(Purchase("a"));
        Assert.Equal(1, (int)(await response.Content.ReadFromJsonAsync<JsonNode>())!["events_received"]!);
        Assert.True(Stopwatch.GetElapsedTime(started) > TimeSpan.FromMilliseconds(100), "Each of some 70 bytes waits 2 ms.");
    }

    [Fact]
    public async Task HeadersPartialAndWarnings_StrikeTogether()
    {
        await using var emulator = await StartAsync();
        emulator.Faults.Add(GraphFault.WithHeaders(("Retry-After", "7"), ("X-App-Usage", """{"call_count":95}""")));
        emulator.Faults.Add(GraphFault.Partial(missing: 1));
        emulator.Faults.Add(GraphFault.Warnings("Look here"));
        using var response = await emulator.PostAsync(Purchase("a"), Purchase("b"), Purchase("c"));
        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Equal((2, "Look here"), ((int)answer["events_received"]!, (string)answer["messages"]![0]!));
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter!.Delta);
        Assert.Equal("""{"call_count":95}""", response.Headers.GetValues("X-App-Usage").Single());
        Assert.Equal(["a", "b"], emulator.Journal.Events.Select(accepted => accepted.EventId));
    }

    [Fact]
    public async Task TruncatedAnswer_IsNoJsonAndStillCommitted()
    {
        await using var emulator = await StartAsync();
        emulator.Faults.Add(GraphFault.TruncatedAnswer());
        using var response = await emulator.PostAsync(Purchase("a"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Assert.ThrowsAnyAsync<JsonException>(() => response.Content.ReadFromJsonAsync<JsonNode>());
        Assert.Single(emulator.Journal.Events);
    }

    [Fact]
    public async Task Faults_OverHttp_AreSetListedAndRemoved()
    {
        await using var emulator = await StartAsync();
        using var set = await emulator.Client.PutAsync("/api/faults", new StringContent("""[{"kind":"answer","status":503,"code":2,"count":1},{"kind":"hang","stage":"afterCommit","pixel":"9"}]"""));
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        using var struck = await emulator.PostAsync(Purchase("a"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, struck.StatusCode);
        var listed = (await emulator.Client.GetFromJsonAsync<JsonArray>("/api/faults"))!;
        Assert.Equal(["answer", "hang"], listed.Select(fault => (string)fault!["fault"]!["kind"]!));
        Assert.Equal((1, 0), ((int)listed[0]!["hits"]!, (int)listed[0]!["remaining"]!));

        using var removed = await emulator.Client.DeleteAsync("/api/faults");
        Assert.Equal("[]", await emulator.Client.GetStringAsync("/api/faults"));
    }

    [Theory]
    [InlineData("""{"kind":"explode"}""")]
    [InlineData("""{"kind":"hang","colour":"red"}""")]
    [InlineData("""{"kind":"hang","stage":"beforeRead","eventId":"a"}""")]
    [InlineData("""[null]""")]
    [InlineData("""{"kind":"hang","probability":2}""")]
    public async Task Fault_ThatMakesNoSense_IsRefusedAndChangesNothing(string fault)
    {
        await using var emulator = await StartAsync();
        emulator.Faults.Add(GraphFault.TruncatedAnswer());
        using var response = await emulator.Client.PutAsync("/api/faults", new StringContent(fault));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Single(emulator.Faults.Active);
    }
}
