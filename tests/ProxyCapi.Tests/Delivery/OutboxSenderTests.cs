using System.Net;
using ProxyCapi.Delivery;

namespace ProxyCapi.Tests.Delivery;

/// <summary>What the sender does with each kind of answer, on a clock that the test moves.</summary>
public sealed class OutboxSenderTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Event_WhenMetaAnswers_IsAcceptedWithTheTokenInTheHeaderOnly()
    {
        await using var harness = new SenderHarness();
        await harness.EnqueueAsync(harness.Item("order-1"));
        await harness.StartAsync();

        await harness.UntilAsync(() => harness.Ended("accepted") == 1);

        var request = Assert.Single(harness.Graph.Requests);
        Assert.Equal("https://graph.facebook.com/v26.0/100/events", request.Url);
        Assert.Equal("token", request.Token);
        Assert.DoesNotContain("token", request.Body, StringComparison.Ordinal);
        Assert.Contains("\"partner_agent\":\"proxycapi-0.1\"", request.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_OfBothLanes_NeverShareABatch()
    {
        await using var harness = new SenderHarness();
        await harness.EnqueueAsync(30);
        await harness.EnqueueAsync(30, Lane.Other);
        await harness.StartAsync();

        await harness.UntilAsync(() => harness.Ended("accepted") == 60);

        Assert.Equal([30, 30], harness.Graph.Requests.Select(request => request.EventIds.Count));
        Assert.All(harness.Graph.Requests, request => Assert.False(
            request.Body.Contains("Purchase", StringComparison.Ordinal) && request.Body.Contains("ViewContent", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Events_MoreThanABatch_GoOldestFirstInBatchesOfTheConfiguredSize()
    {
        await using var harness = new SenderHarness(options => options.Delivery.BatchSize = 10);
        await harness.EnqueueAsync(25);
        await harness.StartAsync();

        await harness.UntilAsync(() => harness.Ended("accepted") == 25);

        // After the first success two batches are on their way at once.
        Assert.Equal([5, 10, 10], harness.Graph.Requests.Select(request => request.EventIds.Count).Order());
        Assert.Equal(Enumerable.Range(1, 10).Select(index => $"e{index}"), harness.Graph.Requests[0].EventIds);
    }

    [Fact]
    public async Task Events_LargerThanTheByteLimit_AreSplitOverRequests()
    {
        await using var harness = new SenderHarness(options => options.Delivery.MaxBatchBytes = 100);
        await harness.EnqueueAsync(6);
        await harness.StartAsync();

        await harness.UntilAsync(() => harness.Ended("accepted") == 6);

        Assert.True(harness.Graph.Requests.Count >= 3);
    }

    [Fact]
    public async Task Event_ThatIsAlone_WaitsForCompanyForTheLinger()
    {
        await using var harness = new SenderHarness(options => options.Delivery.MoneyLinger = TimeSpan.FromSeconds(5));
        await harness.StartAsync();
        await harness.EnqueueAsync(1);
        await harness.UntilAsync(() => harness.Time.GetUtcNow().Second >= 2, TimeSpan.FromMilliseconds(50));
        await harness.EnqueueAsync(1);

        await harness.UntilAsync(() => harness.Ended("accepted") == 2);

        Assert.Single(harness.Graph.Requests);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(100)]
    [InlineData(3)]
    [InlineData(2)]
    public async Task Batch_WithOnePoisonedEvent_LosesOnlyThat(int size)
    {
        await using var harness = new SenderHarness(options => options.Delivery.BatchSize = 1000);
        var poison = $"e{(size / 3) + 1}";
        harness.Graph.Answer = (request, _) => Task.FromResult(
            request.EventIds.Contains(poison) ? ScriptedGraph.Error(100, 2804050) : ScriptedGraph.Accept(request));
        await harness.EnqueueAsync(size);
        await harness.StartAsync();

        await harness.UntilAsync(() => harness.Ended("accepted") == size - 1 && harness.Ended("rejected") == 1);

        Assert.Equal((poison, "rejected", 2804050), Assert.Single(await harness.DeadLettersAsync()));
        Assert.True(harness.Graph.Requests.Count <= 1 + (2 * Math.Ceiling(Math.Log2(size))), $"{harness.Graph.Requests.Count} requests");
        Assert.Equal(size - 1, harness.Graph.Accepted.Distinct().Count());
        Assert.Equal(size - 1, harness.Graph.Accepted.Count);
    }

    [Fact]
    public async Task Batch_WithTwoPoisonedEventsInEachHalf_LosesOnlyThose()
    {
        await using var harness = new SenderHarness();
        string[] poison = ["e5", "e20", "e70", "e95"];
        harness.Graph.Answer = (request, _) => Task.FromResult(
            request.EventIds.Intersect(poison).Any() ? ScriptedGraph.Error(100, 2804003) : ScriptedGraph.Accept(request));
        await harness.EnqueueAsync(100);
        await harness.StartAsync();

        await harness.UntilAsync(() => harness.Ended("accepted") == 96 && harness.Ended("rejected") == 4);

        Assert.Equal(poison.Order(), (await harness.DeadLettersAsync()).Select(dead => dead.EventId).Order());
        Assert.Empty(harness.Sender.Holds);
    }

    [Fact]
    public async Task Batch_OfWhichEveryEventIsRefusedAlike_HoldsThePixelAndDeadLettersNothing()
    {
        await using var harness = new SenderHarness();
        var changed = true;
        harness.Graph.Answer = (request, _) => Task.FromResult(changed ? ScriptedGraph.Error(100, 2804019) : ScriptedGraph.Accept(request));
        await harness.EnqueueAsync(50);
        await harness.StartAsync();
        await harness.UntilAsync(() => harness.Sender.Holds.Any());
        Assert.InRange(harness.Graph.Requests.Count, 1, 8);
        Assert.Empty(await harness.DeadLettersAsync());

        changed = false;
        await harness.UntilAsync(() => harness.Ended("accepted") == 50, Minute);

        Assert.Empty(await harness.DeadLettersAsync());
        Assert.Empty(harness.Sender.Holds);
    }

    [Theory]
    [InlineData(190)]
    [InlineData(200)]
    [InlineData(803)]
    public async Task Pixel_WithoutPermission_IsHeldWithEverythingKeptUntilTheTokenIsReplaced(int code)
    {
        await using var harness = new SenderHarness();
        harness.Graph.Answer = (request, _) => Task.FromResult(request.Token == "fresh" ? ScriptedGraph.Accept(request) : ScriptedGraph.Error(code));
        await harness.EnqueueAsync(20);
        await harness.StartAsync();
        await harness.UntilAsync(() => harness.Sender.Holds.Any());
        var (pixel, hold) = Assert.Single(harness.Sender.Holds);
        Assert.Equal("main", pixel);
        Assert.NotEmpty(hold.Cure);

        harness.Reload(null, "fresh");
        var before = harness.Time.GetUtcNow();
        await harness.UntilAsync(() => harness.Ended("accepted") == 20, TimeSpan.FromMilliseconds(10));

        Assert.Empty(harness.Sender.Holds);
        Assert.True(harness.Time.GetUtcNow() - before < TimeSpan.FromSeconds(15), "it waited for the next probe");
    }

    [Fact]
    public async Task Pixel_OnHold_ProbesWithSingleEventsInGrowingPauses()
    {
        await using var harness = new SenderHarness();
        harness.Graph.Answer = (_, _) => Task.FromResult(ScriptedGraph.Error(190, 463));
        await harness.EnqueueAsync(20);
        await harness.StartAsync();

        await harness.UntilAsync(() => harness.Time.GetUtcNow().Hour == 13, Minute);

        Assert.Equal(20, harness.Graph.Requests[0].EventIds.Count);
        Assert.All(harness.Graph.Requests.Skip(1), request => Assert.Single(request.EventIds));
        Assert.InRange(harness.Graph.Requests.Count, 8, 20);
    }

    [Fact]
    public async Task Throttled_WithARetryAfter_NothingIsSentBefore()
    {
        await using var harness = new SenderHarness();
        var times = new List<DateTimeOffset>();
        harness.Graph.Answer = (request, _) =>
        {
            times.Add(harness.Time.GetUtcNow());
            var answer = times.Count == 1 ? ScriptedGraph.Error(4) : ScriptedGraph.Accept(request);
            answer.Headers.TryAddWithoutValidation("Retry-After", "600");
            return Task.FromResult(answer);
        };
        await harness.EnqueueAsync(1);
        await harness.StartAsync();

        await harness.UntilAsync(() => harness.Ended("accepted") == 1, TimeSpan.FromSeconds(10));

        Assert.True(times[1] - times[0] >= TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Outage_OfHours_LosesNothingAndKeepsTheEventTimes()
    {
        await using var harness = new SenderHarness();
        var isDown = true;
        harness.Graph.Answer = (request, _) => isDown
            ? throw new HttpRequestException(HttpRequestError.ConnectionError)
            : Task.FromResult(ScriptedGraph.Accept(request));
        await harness.EnqueueAsync(200);
        await harness.StartAsync();
        await harness.UntilAsync(() => harness.Time.GetUtcNow().Hour >= 18, TimeSpan.FromMinutes(5));

        isDown = false;
        await harness.UntilAsync(() => harness.Ended("accepted") == 200, Minute);

        Assert.Equal(200, harness.Graph.Accepted.Distinct().Count());
    }

    [Fact]
    public async Task Event_ThatBecomesTooOld_EndsAsExpired()
    {
        await using var harness = new SenderHarness(options => options.Delivery.RetryMaxDelay = TimeSpan.FromHours(1));
        harness.Graph.Answer = (_, _) => throw new HttpRequestException(HttpRequestError.NameResolutionError);
        await harness.EnqueueAsync(3);
        await harness.StartAsync();

        await harness.UntilAsync(() => harness.Ended("expired") == 3, TimeSpan.FromHours(1));

        Assert.All(await harness.DeadLettersAsync(), dead => Assert.Equal("expired", dead.Reason));
    }

    [Fact]
    public async Task Pixel_ThatHangs_DelaysNoOther()
    {
        await using var harness = new SenderHarness(null, "slow", "quick");
        var hanging = new TaskCompletionSource<HttpResponseMessage>();
        harness.Graph.Answer = (request, _) => request.Url.Contains("/100/", StringComparison.Ordinal) ? hanging.Task : Task.FromResult(ScriptedGraph.Accept(request));
        await harness.EnqueueAsync(harness.Item(pixel: "slow"));
        await harness.StartAsync();
        await harness.UntilAsync(() => harness.Graph.Requests.Count == 1);
        await harness.EnqueueAsync(harness.Item("q", pixel: "quick"));

        await harness.UntilAsync(() => harness.Graph.Accepted.Contains("q"));

        hanging.SetResult(new HttpResponseMessage(HttpStatusCode.InternalServerError));
    }
}
