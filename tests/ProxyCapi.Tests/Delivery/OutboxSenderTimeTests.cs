using System.Net;
using ProxyCapi.Configuration;
using ProxyCapi.Delivery;

namespace ProxyCapi.Tests.Delivery;

/// <summary>Clocks that are set, events that grow old, and answers that tell the time.</summary>
public sealed class OutboxSenderTimeTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Event_LeftForMonths_ExpiresAfterTheStartAndNotInItsFirstMinute()
    {
        await using var harness = new SenderHarness();
        await harness.EnqueueAsync(harness.Item(at: harness.Time.GetUtcNow() - TimeSpan.FromDays(90)));
        var started = harness.Time.GetUtcNow();
        await harness.StartAsync();

        await harness.UntilAsync(() => harness.Ended("expired") == 1);

        Assert.True(harness.Time.GetUtcNow() - started >= Minute);
        Assert.Empty(harness.Graph.Requests);
        Assert.Equal("expired", Assert.Single(await harness.DeadLettersAsync()).Reason);
    }

    [Fact]
    public async Task Batch_WithOldAndYoungEvents_SendsTheYoungAndExpiresTheOld()
    {
        await using var harness = new SenderHarness();
        for (var i = 0; i < 10; i++)
        {
            var age = i % 2 == 0 ? TimeSpan.FromDays(8) : TimeSpan.FromDays(6);
            await harness.EnqueueAsync(harness.Item(at: harness.Time.GetUtcNow() - age));
        }

        await harness.StartAsync();

        await harness.UntilAsync(() => harness.Ended("accepted") == 5 && harness.Ended("expired") == 5);

        Assert.Equal(5, harness.Graph.Accepted.Count);
    }

    [Fact]
    public async Task Clock_SetAheadByDaysAndBack_ExpiresNothing()
    {
        await using var harness = new SenderHarness();
        var isDown = true;
        harness.Graph.Answer = (request, _) => isDown
            ? throw new HttpRequestException(HttpRequestError.ConnectionError)
            : Task.FromResult(ScriptedGraph.Accept(request));
        await harness.EnqueueAsync(20);
        await harness.StartAsync();
        await harness.UntilAsync(() => harness.Time.Unset.Minute >= 5);

        harness.Time.WallOffset = TimeSpan.FromDays(8);
        var set = harness.Time.Unset;
        await harness.UntilAsync(() => harness.Time.Unset - set > TimeSpan.FromMinutes(10));
        Assert.Equal(0, harness.Ended("expired"));
        harness.Time.WallOffset = TimeSpan.Zero;
        isDown = false;
        await harness.UntilAsync(() => harness.Ended("accepted") == 20, Minute);

        Assert.Equal(0, harness.Ended("expired"));
    }

    [Fact]
    public async Task Clock_SetBackAnHour_DelaysNothingButWhatIsInDoubt()
    {
        await using var harness = new SenderHarness();
        var calls = 0;
        harness.Graph.Answer = (request, _) => ++calls <= 3
            ? throw new HttpRequestException(HttpRequestError.ConnectionError)
            : Task.FromResult(ScriptedGraph.Accept(request));
        await harness.EnqueueAsync(5);
        await harness.StartAsync();
        await harness.UntilAsync(() => calls == 1);

        harness.Time.WallOffset = -TimeSpan.FromHours(1);
        var set = harness.Time.Unset;
        await harness.EnqueueAsync(5);
        await harness.UntilAsync(() => harness.Ended("accepted") >= 5);

        Assert.True(harness.Time.Unset - set < TimeSpan.FromMinutes(10), $"{harness.Time.Unset - set}");
    }

    [Fact]
    public async Task Clock_FarAheadOfMetas_IsCorrectedByTheAnswersDate()
    {
        await using var harness = new SenderHarness();
        harness.Graph.Answer = (request, _) =>
        {
            var answer = ScriptedGraph.Accept(request);
            answer.Headers.Date = harness.Time.GetUtcNow() - TimeSpan.FromDays(2);
            return Task.FromResult(answer);
        };
        await harness.EnqueueAsync(harness.Item("first"));
        await harness.StartAsync();
        await harness.UntilAsync(() => harness.Ended("accepted") == 1);

        // By this machine's clock it is more than seven days old, by Meta's it is six.
        await harness.EnqueueAsync(harness.Item("second", at: harness.Time.GetUtcNow() - TimeSpan.FromDays(8)));
        await harness.UntilAsync(() => harness.Ended("accepted") == 2);

        Assert.Equal(["first", "second"], harness.Graph.Accepted);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(5)]
    [InlineData(8 * 24 * 60)]
    public async Task Clock_AheadOfMetas_DelaysEventsUntilTheirTimeAndRejectsNone(double minutes)
    {
        await using var harness = new SenderHarness();
        harness.Time.WallOffset = TimeSpan.FromMinutes(minutes);
        var times = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        harness.Graph.Answer = (request, _) =>
        {
            var now = harness.Time.Unset;
            var answer = request.EventIds.Any(id => times[id] > now) ? ScriptedGraph.Error(100, 2804004) : ScriptedGraph.Accept(request);
            answer.Headers.Date = now;
            return Task.FromResult(answer);
        };
        var started = harness.Time.Unset;
        for (var i = 0; i < 6; i++)
        {
            var item = harness.Item(at: i == 3 ? started - TimeSpan.FromHours(1) : null);
            times[item.EventId] = item.EventTime;
            await harness.EnqueueAsync(item);
        }

        await harness.StartAsync();
        await harness.UntilAsync(() => harness.Graph.Accepted.Contains("e4"), TimeSpan.FromSeconds(5));
        Assert.True(harness.Time.Unset - started < TimeSpan.FromMinutes(3), $"{harness.Time.Unset - started}");
        Assert.Empty(harness.Sender.Holds);

        await harness.UntilAsync(() => harness.Ended("accepted") == 6, TimeSpan.FromMinutes(minutes < 60 ? 0.1 : 60));

        Assert.Equal(0, harness.Ended("rejected") + harness.Ended("expired"));
        Assert.InRange(harness.Time.Unset - started, TimeSpan.FromMinutes(minutes), TimeSpan.FromMinutes(minutes < 60 ? minutes + 1 : minutes + 61));
        Assert.True(harness.Graph.Requests.Count <= 10, $"{harness.Graph.Requests.Count} requests");
    }

    [Fact]
    public async Task Clock_AheadOfMetasThatNobodyTells_RejectsAndHoldsNothing()
    {
        await using var harness = new SenderHarness();
        var comes = harness.Time.Unset + TimeSpan.FromMinutes(5);
        harness.Graph.Answer = (request, _) => Task.FromResult(harness.Time.Unset < comes ? ScriptedGraph.Error(100, 2804004) : ScriptedGraph.Accept(request));
        await harness.EnqueueAsync(6);
        await harness.StartAsync();

        var isHeld = false;
        await harness.UntilAsync(() => (isHeld |= harness.Sender.Holds.Any()) || harness.Ended("accepted") == 6, TimeSpan.FromSeconds(10));

        Assert.False(isHeld);
        Assert.Equal(0, harness.Ended("rejected"));
        Assert.True(harness.Time.Unset - comes < TimeSpan.FromMinutes(10), $"{harness.Time.Unset - comes}");
        Assert.True(harness.Graph.Requests.Count < 60, $"{harness.Graph.Requests.Count} requests");
    }

    [Fact]
    public async Task Event_OfTheFuture_IsSentWhenItsTimeHasCome()
    {
        await using var harness = new SenderHarness();
        var happened = harness.Time.GetUtcNow() + TimeSpan.FromMinutes(7);
        await harness.EnqueueAsync(harness.Item(at: happened));
        await harness.StartAsync();

        await harness.UntilAsync(() => harness.Ended("accepted") == 1);

        Assert.True(harness.Time.GetUtcNow() >= happened);
    }

    [Fact]
    public async Task Event_RefusedForHoursAndThenInDoubt_HasItsWholeTimeOfDeduplication()
    {
        await using var harness = new SenderHarness();
        DateTimeOffset? doubted = null;
        harness.Graph.Answer = (_, _) =>
        {
            if (harness.Time.GetUtcNow().Day == 23)
            {
                throw new HttpRequestException(HttpRequestError.ConnectionError);
            }

            doubted ??= harness.Time.GetUtcNow();
            throw new HttpRequestException("reset", new IOException());
        };
        await harness.EnqueueAsync(1);
        await harness.StartAsync();

        await harness.UntilAsync(() => harness.Ended("in_doubt") == 1, TimeSpan.FromMinutes(10));

        Assert.InRange(harness.Time.GetUtcNow() - doubted!.Value, TimeSpan.FromHours(47), TimeSpan.FromHours(48));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadGateway, "<html>502</html>", true)]
    [InlineData(HttpStatusCode.RequestTimeout, "", true)]
    [InlineData(HttpStatusCode.OK, "<html>welcome</html>", true)]
    [InlineData(HttpStatusCode.Forbidden, "<html>blocked</html>", false)]
    public async Task AnswerOfSomebodyElse_AfterWhichMetaMayHaveTheEvents_LeavesThemInDoubt(HttpStatusCode status, string body, bool isUnknown)
    {
        await using var harness = new SenderHarness();
        harness.Graph.Answer = (_, _) => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });
        await harness.EnqueueAsync(3);
        await harness.StartAsync();

        await harness.UntilAsync(() => harness.Graph.Requests.Count == 1);
        await harness.UntilIdleAsync();

        var states = await harness.Store.GetStateAsync();
        Assert.Equal(isUnknown ? 3 : 0, states.Single().InDoubt);
    }

    [Fact]
    public async Task Restart_UnderThePolicyHold_TurnsWhatWasOnItsWayIntoDeadLetters()
    {
        await using var harness = new SenderHarness(options => options.Delivery.InDoubt = InDoubtPolicy.Hold);
        await harness.EnqueueAsync(1);
        var leased = await harness.Store.LeaseAsync(new LeaseRequest("main", Lane.Money, 10, 1_000_000, Minute));
        await harness.Store.MarkPostingAsync([leased[0].Id]);
        await harness.Store.ParkAsync([leased[0].Id], new Parking(harness.Time.GetUtcNow()) { InDoubt = true });
        await harness.StartAsync();

        await harness.UntilAsync(() => harness.Ended("in_doubt") == 1);

        Assert.Empty(harness.Graph.Requests);
    }
}
