using System.Net;
using Microsoft.Extensions.DependencyInjection;
using ProxyCapi.Delivery;

namespace ProxyCapi.FunctionalTests.EndToEnd;

/// <summary>Something of ours fails: no shop request may fail with it.</summary>
public sealed class FaultInjectionTests
{
    [Fact]
    public async Task Processor_Throws_TheEventGoesOnWithoutIt()
    {
        await using var stack = await ShopStack.StartAsync(
            builder => builder.Services.AddSingleton<IServerEventProcessor>(new Processor(_ => throw new InvalidOperationException("A defect."))));
        using var visitor = stack.Visit();

        var order = await visitor.BuyAsync();

        var purchase = Assert.Single(await stack.SettleAsync());
        Assert.Equal(order.EventId, (string?)purchase["event_id"]);
        Assert.Equal(1, stack.Books.Failures);
    }

    [Fact]
    public async Task Extractor_Throws_TheShopAndTheOtherRulesGoOn()
    {
        // A pattern that goes back over the whole page for ever: its engine gives up with an exception.
        await using var stack = await ShopStack.StartAsync(
            "--ProxyCapi:Rules:broken:Event=ViewContent", "--ProxyCapi:Rules:broken:Match:Path=/{**any}", "--ProxyCapi:Rules:broken:When:0=regex:'(?<!~)(\\S+\\s*)+~$'");
        using var visitor = stack.Visit();

        var order = await visitor.BuyAsync();

        var purchase = Assert.Single(await stack.SettleAsync());
        Assert.Equal(order.EventId, (string?)purchase["event_id"]);
        Assert.True(stack.Books.Failures > 0);
    }

    [Fact]
    public async Task Outbox_Throws_TheShopGoesOnAndTheLossIsCounted()
    {
        await using var stack = await ShopStack.StartAsync(builder => builder.Services.AddSingleton<IOutbox, BrokenOutbox>());
        using var visitor = stack.Visit();

        await visitor.BuyAsync();
        await visitor.AskAsync();

        Assert.Empty(await stack.SettleAsync());
        Assert.Equal((2, 2), (stack.Books.Failures, stack.Books.Outcome("failed/error")));
    }

    [Fact]
    public async Task DataDirectory_IsAFile_EventsGoOutFromMemoryAndHealthSaysSo()
    {
        await using var stack = await ShopStack.StartAsync(
            builder => File.WriteAllText(Path.Combine(builder.Environment.ContentRootPath, "data"), ""));
        using var visitor = stack.Visit();

        var order = await visitor.BuyAsync();
        await visitor.ReloadAsync(order);

        var purchase = Assert.Single(await stack.SettleAsync());
        Assert.Equal(order.EventId, (string?)purchase["event_id"]);
        Assert.Contains("outbox", await stack.WaitForHealthAsync(HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
        await stack.AssertReadyAsync("The outbox takes no new events");
        Assert.Equal((0, 0), (stack.Journal.Summary.RefusedRequests, stack.Journal.Summary.Repeats));
    }

    [Fact]
    public async Task Queue_Full_ShedsCountedAndSendsTheRest()
    {
        // More than may be under way at once, and wait.
        const int Orders = 320;
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stack = await ShopStack.StartAsync(
            builder => builder.Services.AddSingleton<IServerEventProcessor>(new Processor(_ => new ValueTask(release.Task))),
            "--ProxyCapi:Capture:QueueLength=16");
        using var visitor = stack.Visit();

        for (var i = 0; i < Orders; i++)
        {
            await visitor.OrderByApiAsync();
        }

        await stack.Books.WaitUntilAsync(() => stack.Books.Outcome("shed/queue_full") > 0, stack.Patience);
        release.SetResult();

        var sent = await stack.SettleAsync();
        Assert.Equal(Orders, sent.Count + stack.Books.Outcome("shed/queue_full"));
        Assert.True(sent.Count >= 16, $"What waited in the queue goes out; {sent.Count} did.");
        stack.AssertSpotless();
    }

    private sealed class BrokenOutbox : IOutbox
    {
        public ValueTask<EnqueueResult> EnqueueAsync(OutboxItem item, CancellationToken cancellationToken) => throw new InvalidOperationException("A defect.");
    }

    private sealed class Processor(Func<ServerEventContext, ValueTask> process) : IServerEventProcessor
    {
        public ValueTask ProcessAsync(ServerEventContext context, CancellationToken cancellationToken) => process(context);
    }
}
