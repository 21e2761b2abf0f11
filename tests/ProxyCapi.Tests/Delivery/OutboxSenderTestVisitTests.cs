using System.Net;
using ProxyCapi.Delivery;

namespace ProxyCapi.Tests.Delivery;

/// <summary>A visitor's test travels alone, and what becomes of an event is told.</summary>
public sealed class OutboxSenderTestVisitTests
{
    [Fact]
    public async Task Test_AmongOtherEvents_HasARequestOfItsOwn()
    {
        await using var harness = new SenderHarness();
        await harness.EnqueueAsync(harness.Item("one"));
        await harness.EnqueueAsync(harness.Item("test") with { TestEventCode = "TEST1" });
        await harness.EnqueueAsync(harness.Item("two"));
        await harness.StartAsync();

        await harness.UntilAsync(() => harness.Ended("accepted") == 2 && harness.Ended("test") == 1);

        Assert.Equal(
            ["one,two:False", "test:True"],
            harness.Graph.Requests.Select(request => $"{string.Join(',', request.EventIds)}:{request.Body.Contains("\"test_event_code\":\"TEST1\"", StringComparison.Ordinal)}"));
    }

    [Fact]
    public async Task Story_OfARefusedAndOfAnAcceptedEvent_TellsEachAttempt()
    {
        await using var harness = new SenderHarness();
        RefuseOnce(harness);
        await harness.EnqueueAsync(harness.Item("order-1"));
        await harness.StartAsync();

        // Counted first, told then.
        await harness.UntilAsync(() => harness.Stories.Newest(_ => true, 10) is [{ Outcome: "accepted" }]);

        var story = Assert.Single(harness.Stories.Newest(_ => true, 10));
        Assert.Equal(["queued", "attempt", "waiting", "attempt", "ended"], story.Steps.Select(step => step.Name));
        Assert.Equal(("accepted", "accepted"), (story.Outcome, story.Answer));
        Assert.Contains("80004", story.Steps[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Condition_WhileMetaCallsItTooMuch_IsThrottled()
    {
        await using var harness = new SenderHarness();
        RefuseOnce(harness);
        await harness.EnqueueAsync(harness.Item("order-1"));
        await harness.StartAsync();
        await harness.UntilIdleAsync();

        Assert.Equal(PixelCondition.Throttled, Assert.Single(harness.Sender.Pixels).State);
        await harness.UntilAsync(() => harness.Ended("accepted") == 1);
        await harness.UntilIdleAsync();
        Assert.Equal(PixelCondition.Sending, Assert.Single(harness.Sender.Pixels).State);
    }

    private static void RefuseOnce(SenderHarness harness)
    {
        var answers = 0;
        harness.Graph.Answer = (request, _) => Task.FromResult(
            Interlocked.Increment(ref answers) == 1 ? ScriptedGraph.Error(80004, status: HttpStatusCode.TooManyRequests) : ScriptedGraph.Accept(request));
    }
}
