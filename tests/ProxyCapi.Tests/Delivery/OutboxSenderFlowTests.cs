using System.Collections.Concurrent;
using System.Net;
using ProxyCapi.Delivery;

namespace ProxyCapi.Tests.Delivery;

/// <summary>How much is on its way at once, and who goes first.</summary>
public sealed class OutboxSenderFlowTests
{
    [Fact]
    public async Task Lane_WhileTheDestinationIsWell_SendsSeveralBatchesAtOnceUpToTheLimit()
    {
        await using var harness = new SenderHarness(options => (options.Delivery.BatchSize, options.Delivery.MaxConcurrentBatches) = (1, 4));
        var waiting = new ConcurrentQueue<TaskCompletionSource>();
        harness.Graph.Answer = async (request, cancellationToken) =>
        {
            // Whoever lets it leave runs on into the answer: at no moment does it look as if it still waited for the clock.
            var leave = new TaskCompletionSource();
            waiting.Enqueue(leave);
            await leave.Task.WaitAsync(cancellationToken);
            return ScriptedGraph.Accept(request);
        };
        await harness.EnqueueAsync(40);
        await harness.StartAsync();

        // One, then one more after each success, never more than four: 1 + 2 + 9 x 4 + 1 = 40.
        foreach (var expected in (int[])[1, 2, .. Enumerable.Repeat(4, 9), 1])
        {
            // Everybody waits: as many are on their way as may be.
            await harness.UntilIdleAsync();
            TaskCompletionSource[] underWay = [.. waiting];
            waiting.Clear();
            Assert.Equal(expected, underWay.Length);

            // Whoever is let leave may begin the next one on this very thread: that is one of the next time round.
            Array.ForEach(underWay, request => request.SetResult());
        }

        await harness.UntilAsync(() => harness.Ended("accepted") == 40);
        Assert.Equal(40, harness.Graph.Accepted.Distinct().Count());
        Assert.Equal(40, harness.Graph.Requests.Count);
    }

    [Fact]
    public async Task DoubtfulOutcome_WithAnEventThatIsNotMoney_RisksThatFirst()
    {
        await using var harness = new SenderHarness();
        var isDown = true;
        harness.Graph.Answer = (request, _) => isDown ? throw new HttpRequestException("reset", new IOException()) : Task.FromResult(ScriptedGraph.Accept(request));
        await harness.EnqueueAsync(3);
        await harness.StartAsync();
        await harness.UntilAsync(() => harness.Graph.Requests.Count == 1);
        await harness.UntilIdleAsync();

        await harness.EnqueueAsync(harness.Item("view", name: "ViewContent", lane: Lane.Other));
        await harness.UntilAsync(() => harness.Graph.Requests.Count == 2);
        isDown = false;
        await harness.UntilAsync(() => harness.Ended("accepted") == 4);

        Assert.Equal(["view"], harness.Graph.Requests[1].EventIds);
    }

    [Fact]
    public async Task Hang_OfAnHour_LeavesTheFirstBatchAndOneEventAProbeInDoubt()
    {
        await using var harness = new SenderHarness();
        var isHanging = true;
        harness.Graph.Answer = async (request, cancellationToken) =>
        {
            if (isHanging)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, harness.Time, cancellationToken);
            }

            return ScriptedGraph.Accept(request);
        };
        await harness.EnqueueAsync(500);
        await harness.StartAsync();
        await harness.UntilAsync(() => harness.Time.Unset.Hour == 13, TimeSpan.FromMinutes(1));

        var probes = harness.Graph.Requests.Skip(1).ToArray();
        Assert.All(probes, probe => Assert.Single(probe.EventIds));
        var states = await harness.Store.GetStateAsync();
        Assert.InRange(states.Single().InDoubt + states.Single().Posting, 100, 100 + probes.Length);

        isHanging = false;
        await harness.UntilAsync(() => harness.Ended("accepted") == 500, TimeSpan.FromMinutes(1));
        Assert.Equal(500, harness.Graph.Accepted.Distinct().Count());
    }

    [Fact]
    public async Task Answer_AtTheLastSecondOfItsTime_IsAcceptedOnce()
    {
        await using var harness = new SenderHarness();
        // Whoever answers runs on into the sender: were it another thread's turn, the clock might pass the last second before it comes.
        var answered = new TaskCompletionSource();
        harness.Graph.Answer = async (request, cancellationToken) =>
        {
            await answered.Task.WaitAsync(cancellationToken);
            return ScriptedGraph.Accept(request);
        };
        await harness.EnqueueAsync(100);
        await harness.StartAsync();
        await harness.UntilAsync(() => harness.Graph.Requests.Count > 0);
        var asked = harness.Time.Unset;
        await harness.UntilAsync(() => harness.Time.Unset - asked >= TimeSpan.FromSeconds(28));

        answered.SetResult();
        await harness.UntilAsync(() => harness.Ended("accepted") == 100);

        Assert.Equal(100, harness.Graph.Requests.Sum(request => request.EventIds.Count));
        Assert.Equal(0, harness.Ended("in_doubt"));
    }

    [Fact]
    public async Task Usage_AboveNinetyFivePercent_KeepsMoneyGoingAndHoldsTheRest()
    {
        await using var harness = new SenderHarness();
        harness.Graph.Answer = (request, _) =>
        {
            var answer = ScriptedGraph.Accept(request);
            answer.Headers.TryAddWithoutValidation("X-App-Usage", """{"call_count":97,"total_time":10,"total_cputime":5}""");
            return Task.FromResult(answer);
        };
        await harness.EnqueueAsync(1);
        await harness.StartAsync();
        await harness.UntilAsync(() => harness.Ended("accepted") == 1);
        var before = harness.Time.Unset;

        await harness.EnqueueAsync(harness.Item("view", name: "ViewContent", lane: Lane.Other));
        await harness.EnqueueAsync(harness.Item("order"));
        await harness.UntilAsync(() => harness.Graph.Accepted.Contains("order"));
        Assert.InRange(harness.Time.Unset - before, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30));
        Assert.DoesNotContain("view", harness.Graph.Accepted);

        await harness.UntilAsync(() => harness.Graph.Accepted.Contains("view"), TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("Retry-After", "-5")]
    [InlineData("Retry-After", "99999999999999999999")]
    [InlineData("Retry-After", "999999999")]
    [InlineData("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("X-Business-Use-Case-Usage", """{"1":[{"estimated_time_to_regain_access":1e300}]}""")]
    [InlineData("X-Business-Use-Case-Usage", """{"1":[{"estimated_time_to_regain_access":-7}]}""")]
    [InlineData("X-App-Usage", "not json")]
    public async Task Throttled_WhateverTheHeaderSays_IsAskedAgainWithinAnHour(string header, string value)
    {
        await using var harness = new SenderHarness();
        harness.Graph.Answer = (request, _) =>
        {
            var answer = harness.Graph.Requests.Count == 1 ? ScriptedGraph.Error(4, status: HttpStatusCode.TooManyRequests) : ScriptedGraph.Accept(request);
            answer.Headers.TryAddWithoutValidation(header, value);
            return Task.FromResult(answer);
        };
        await harness.EnqueueAsync(1);
        await harness.StartAsync();
        var before = harness.Time.Unset;

        await harness.UntilAsync(() => harness.Ended("accepted") == 1, TimeSpan.FromMinutes(1));

        Assert.InRange(harness.Time.Unset - before, TimeSpan.FromMilliseconds(500), TimeSpan.FromMinutes(61));
    }

    [Fact]
    public async Task Outage_OfHours_AsksAtABoundedRate()
    {
        await using var harness = new SenderHarness();
        harness.Graph.Answer = (_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError);
        await harness.EnqueueAsync(1000);
        await harness.StartAsync();

        await harness.UntilAsync(() => harness.Time.Unset.Hour == 18, TimeSpan.FromMinutes(1));

        Assert.InRange(harness.Graph.Requests.Count, 30, 400);
    }
}
