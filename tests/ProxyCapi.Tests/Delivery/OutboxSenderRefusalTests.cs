using System.Net;
using ProxyCapi.Delivery;

namespace ProxyCapi.Tests.Delivery;

/// <summary>Bad events among good ones, and refusals that are not the events' fault.</summary>
public sealed class OutboxSenderRefusalTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    public async Task Batch_WithSeveralPoisonedEvents_LosesExactlyThose(int count)
    {
        await using var harness = new SenderHarness();
        string[] poison = [.. Enumerable.Range(0, count).Select(index => $"e{(index * (100 / count)) + 3}")];
        harness.Graph.Answer = (request, _) => Task.FromResult(
            request.EventIds.Intersect(poison).Any() ? ScriptedGraph.Error(100, 2804050) : ScriptedGraph.Accept(request));
        await harness.EnqueueAsync(100);
        await harness.StartAsync();
        var started = harness.Time.Unset;

        await harness.UntilAsync(() => harness.Ended("accepted") + harness.Ended("rejected") == 100);

        Assert.Equal(poison.Order(), (await harness.DeadLettersAsync()).Select(dead => dead.EventId).Order());
        Assert.Equal(100 - count, harness.Graph.Accepted.Distinct().Count());
        Assert.Equal(100 - count, harness.Graph.Accepted.Count);
        Assert.Empty(harness.Sender.Holds);
        Assert.True(harness.Time.Unset - started < Minute, "it was held in between");
    }

    [Fact]
    public async Task Batch_RefusedUnderTwoLabels_LeavesNothingOnItsWay()
    {
        await using var harness = new SenderHarness();
        var changed = true;
        harness.Graph.Answer = (request, _) => Task.FromResult(
            !changed ? ScriptedGraph.Accept(request)
            : ScriptedGraph.Error(100, request.EventIds.Contains("e1") || request.EventIds.Contains("e2") ? 2804050 : 2804009));
        await harness.EnqueueAsync(4);
        await harness.StartAsync();
        await harness.UntilAsync(() => harness.Sender.Holds.Any());
        await harness.UntilIdleAsync();
        var state = Assert.Single(await harness.Store.GetStateAsync());
        Assert.Equal((4, 0, 0), (state.Waiting, state.Posting, state.Dead));

        changed = false;
        await harness.UntilAsync(() => harness.Ended("accepted") == 4, Minute);

        Assert.Empty(harness.Sender.Holds);
    }

    [Fact]
    public async Task Batch_RefusedAlikeAfterItsFirstCulprit_LeavesNothingOnItsWay()
    {
        await using var harness = new SenderHarness();
        var changed = true;
        harness.Graph.Answer = (request, _) => Task.FromResult(
            !changed ? ScriptedGraph.Accept(request)
            : ScriptedGraph.Error(100, request.EventIds[0] switch { "e1" when request.EventIds.Count == 1 => 2804001, "e1" or "e2" or "e3" => 2804050, _ => 2804009 }));

        // e1 | e2 e3 | e4 e5 e6: e1 stands alone before e2 and e3 look like the whole world.
        await harness.EnqueueAsync(6);
        await harness.StartAsync();
        await harness.UntilAsync(() => harness.Sender.Holds.Any());
        await harness.UntilIdleAsync();
        var state = Assert.Single(await harness.Store.GetStateAsync());
        Assert.Equal((6, 0, 0), (state.Waiting, state.Posting, state.Dead));

        changed = false;
        await harness.UntilAsync(() => harness.Ended("accepted") == 6, Minute);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, """{"error":{"code":987654}}""")]
    [InlineData(HttpStatusCode.InternalServerError, """{"error":{"code":1,"error_subcode":99}}""")]
    [InlineData(HttpStatusCode.BadRequest, "Bad Request")]
    [InlineData(HttpStatusCode.BadGateway, "<html>502</html>")]
    public async Task Event_ThatOneAnswerIsAlwaysAbout_KeepsNobodyBackForLong(HttpStatusCode status, string body)
    {
        await using var harness = new SenderHarness();
        harness.Graph.Answer = (request, _) => Task.FromResult(
            request.EventIds.Contains("e37") ? new HttpResponseMessage(status) { Content = new StringContent(body) } : ScriptedGraph.Accept(request));
        await harness.EnqueueAsync(100);
        await harness.StartAsync();
        var started = harness.Time.Unset;
        await harness.UntilAsync(() => harness.Ended("accepted") == 99, TimeSpan.FromSeconds(5));
        Assert.True(harness.Time.Unset - started < TimeSpan.FromMinutes(30), $"{harness.Time.Unset - started}");

        // Those that come later do not suffer from it at all, or wait for a pause of the destination's at most.
        started = harness.Time.Unset;
        await harness.UntilAsync(() => harness.Time.Unset - started > TimeSpan.FromHours(3), TimeSpan.FromMinutes(1));
        started = harness.Time.Unset;
        await harness.EnqueueAsync(10);
        await harness.UntilAsync(() => harness.Ended("accepted") == 109, TimeSpan.FromSeconds(5));

        Assert.True(harness.Time.Unset - started < TimeSpan.FromMinutes(6), $"{harness.Time.Unset - started}");
        Assert.Equal(109, harness.Graph.Accepted.Count);
        Assert.Empty(await harness.DeadLettersAsync());
        Assert.All(harness.Graph.Requests.Where(request => request.EventIds.Contains("e37")).Skip(LeasedItem.ManyAttempts), request => Assert.Single(request.EventIds));
        Assert.InRange(harness.Graph.Requests.Count(request => request.EventIds.Contains("e37")), 6, 40);
    }
}
