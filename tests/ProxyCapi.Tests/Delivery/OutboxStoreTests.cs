using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Tests.Delivery;

/// <summary>What every store must do.</summary>
public sealed class OutboxStoreTests
{
    [Fact]
    public async Task Enqueue_TheSameKeyTwice_IsADuplicateUntilTheWindowIsOver()
    {
        await using var harness = new SenderHarness();

        Assert.Equal(EnqueueResult.Stored, await harness.EnqueueAsync(harness.Item("a")));
        Assert.Equal(EnqueueResult.Duplicate, await harness.EnqueueAsync(harness.Item("a")));
        Assert.Equal(EnqueueResult.Stored, await harness.EnqueueAsync(harness.Item("a", name: "Lead")));
        Assert.Equal(EnqueueResult.Stored, await harness.EnqueueAsync(harness.Item("a", pixel: "other")));
        harness.Time.Advance(TimeSpan.FromDays(60) + TimeSpan.FromSeconds(1));
        Assert.Equal(EnqueueResult.Stored, await harness.EnqueueAsync(harness.Item("a")));
    }

    [Fact]
    public async Task Enqueue_WhenFull_GivesUpTheOtherLaneBeforeMoney()
    {
        await using var harness = new SenderHarness(options => options.Delivery.MaxQueueLength = 3);
        await harness.EnqueueAsync(harness.Item("v1", lane: Lane.Other, name: "ViewContent"));
        await harness.EnqueueAsync(2);

        Assert.Equal(EnqueueResult.Shed, await harness.EnqueueAsync(harness.Item("v2", lane: Lane.Other, name: "ViewContent")));
        Assert.Equal(EnqueueResult.Stored, await harness.EnqueueAsync(harness.Item("m")));
        Assert.Equal(1, harness.Ended("queue_full"));
        Assert.Equal(EnqueueResult.Shed, await harness.EnqueueAsync(harness.Item("m2")));
    }

    [Fact]
    public async Task Enqueue_OfWhatWasShed_IsNoDuplicate()
    {
        await using var harness = new SenderHarness(options => options.Delivery.MaxQueueLength = 1);
        await harness.EnqueueAsync(harness.Item("v", lane: Lane.Other, name: "ViewContent"));
        await harness.EnqueueAsync(harness.Item("m"));
        var leased = await LeaseAsync(harness);
        await harness.Store.AcknowledgeAsync([leased[0].Id], CancellationToken.None);

        Assert.Equal(EnqueueResult.Stored, await harness.EnqueueAsync(harness.Item("v", lane: Lane.Other, name: "ViewContent")));
    }

    [Fact]
    public async Task Lease_OfTheSameItems_IsGivenOnceUntilItEnds()
    {
        await using var harness = new SenderHarness();
        await harness.EnqueueAsync(3);

        Assert.Equal(["e1", "e2", "e3"], (await LeaseAsync(harness)).Select(item => item.Item.EventId));
        Assert.Empty(await LeaseAsync(harness));
        harness.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(3, (await LeaseAsync(harness)).Count);
    }

    [Fact]
    public async Task Park_KeepsItemsBackUntilTheirTimeAndRemembersDoubt()
    {
        await using var harness = new SenderHarness();
        await harness.EnqueueAsync(1);
        var id = (await LeaseAsync(harness))[0].Id;
        await harness.Store.MarkPostingAsync([id], CancellationToken.None);
        var due = harness.Time.GetUtcNow() + TimeSpan.FromSeconds(30);

        await harness.Store.ParkAsync([id], new Parking(due) { InDoubt = true }, CancellationToken.None);

        Assert.Empty(await LeaseAsync(harness));
        Assert.Equal(due, (await harness.Store.GetStateAsync("main", Lane.Money, CancellationToken.None)).NextDue);
        harness.Time.Advance(TimeSpan.FromSeconds(30));
        var again = Assert.Single(await LeaseAsync(harness));
        Assert.True(again.IsInDoubt);
        Assert.Equal(1, again.Attempts);
        Assert.NotNull(again.FirstPost);
    }

    [Fact]
    public async Task State_AfterEachEnd_AddsUp()
    {
        await using var harness = new SenderHarness();
        await harness.EnqueueAsync(4);
        var leased = await LeaseAsync(harness);
        await harness.Store.AcknowledgeAsync([leased[0].Id], CancellationToken.None);
        await harness.Store.DeadLetterAsync([leased[1].Id], new DeadLetter(EventReason.Rejected, 100, 2804050), CancellationToken.None);
        await harness.Store.ExpireAsync([leased[2].Id], CancellationToken.None);

        var state = Assert.Single(await harness.Store.GetStateAsync(CancellationToken.None));

        Assert.Equal((1, 1), (state.Count, state.Dead));
        Assert.Equal(leased[3].Item.Payload.Length, state.Bytes);
    }

    private static async Task<IReadOnlyList<LeasedItem>> LeaseAsync(SenderHarness harness) =>
        await harness.Store.LeaseAsync(new LeaseRequest("main", Lane.Money, 100, 1_000_000, TimeSpan.FromMinutes(1)), CancellationToken.None);
}
