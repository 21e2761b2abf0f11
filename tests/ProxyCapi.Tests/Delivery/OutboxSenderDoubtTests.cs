using System.Net;
using ProxyCapi.Configuration;

namespace ProxyCapi.Tests.Delivery;

/// <summary>Requests of which nobody knows whether Meta has their events, and answers that are not Meta's.</summary>
public sealed class OutboxSenderDoubtTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Request_CutOffAfterBytesWentOut_IsSentAgainAfterAMinuteWithTheSameIdOneAtATime()
    {
        await using var harness = new SenderHarness();
        var times = new List<DateTimeOffset>();
        harness.Graph.Answer = (request, _) =>
        {
            times.Add(harness.Time.GetUtcNow());
            return times.Count == 1 ? throw new HttpRequestException("reset", new IOException()) : Task.FromResult(ScriptedGraph.Accept(request));
        };
        await harness.EnqueueAsync(5);
        await harness.StartAsync();

        await harness.UntilAsync(() => harness.Ended("accepted") == 5, TimeSpan.FromSeconds(1));

        Assert.True(times[1] - times[0] >= Minute);
        Assert.Single(harness.Graph.Requests[1].EventIds);
        Assert.Equal(harness.Graph.Requests[0].EventIds.Order(), harness.Graph.Accepted.Order());
    }

    [Fact]
    public async Task Answer_WithFewerReceivedThanSent_IsExplained()
    {
        await using var harness = new SenderHarness();
        harness.Graph.Answer = (_, _) => Task.FromResult(ScriptedGraph.Json(HttpStatusCode.OK, """{"events_received":2,"messages":[],"fbtrace_id":"AbC"}"""));
        await harness.EnqueueAsync(3);
        await harness.StartAsync();
        await harness.UntilAsync(() => harness.Graph.Requests.Count == 1);
        await harness.UntilIdleAsync();

        Assert.Equal(Enumerable.Repeat("HTTP 200, 2 of 3 received (fbtrace_id AbC)", 3), await harness.NotesAsync());
    }

    [Fact]
    public async Task Request_CutOffUnderThePolicyHold_LeavesDeadLetters()
    {
        await using var harness = new SenderHarness(options => options.Delivery.InDoubt = InDoubtPolicy.Hold);
        harness.Graph.Answer = (_, _) => throw new HttpRequestException("reset", new IOException());
        await harness.EnqueueAsync(2);
        await harness.StartAsync();

        await harness.UntilAsync(() => harness.Ended("in_doubt") == 2);

        Assert.Equal(2, (await harness.DeadLettersAsync()).Count);
    }

    [Fact]
    public async Task Event_InDoubtForMoreThan47Hours_IsNotSentAgain()
    {
        await using var harness = new SenderHarness();
        harness.Graph.Answer = (_, _) => throw new HttpRequestException("reset", new IOException());
        await harness.EnqueueAsync(1);
        await harness.StartAsync();

        await harness.UntilAsync(() => harness.Ended("in_doubt") == 1, TimeSpan.FromMinutes(10));

        Assert.True(harness.Time.GetUtcNow() >= DateTimeOffset.Parse("2026-11-25T11:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task AnswerThatIsNotMetas_NeverDeletesAnEvent()
    {
        await using var harness = new SenderHarness();
        var isForeign = true;
        harness.Graph.Answer = (request, _) => Task.FromResult(isForeign
            ? new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent("Bad Request") }
            : ScriptedGraph.Accept(request));
        await harness.EnqueueAsync(3);
        await harness.StartAsync();
        await harness.UntilAsync(() => harness.Graph.Requests.Count > 5, TimeSpan.FromSeconds(10));

        isForeign = false;
        await harness.UntilAsync(() => harness.Ended("accepted") == 3, Minute);

        Assert.Empty(await harness.DeadLettersAsync());
    }
}
