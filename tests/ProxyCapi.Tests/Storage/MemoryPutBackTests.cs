using ProxyCapi.Delivery;

namespace ProxyCapi.Tests.Storage;

/// <summary>An order that is seen again while its event is on the way from memory to the disk.</summary>
public class MemoryPutBackTests
{
    [Fact]
    public async Task PutBack_OrderSeenAgainMeanwhile_LeavesOneEventWithTheHistoryOfBoth()
    {
        await using var harness = await StoreHarness.OpenAsync();
        var item = harness.Item("a");
        await harness.Memory.EnqueueAsync(item, CancellationToken.None);
        var idle = Assert.Single(harness.Memory.TakeIdle(10));
        var doubt = harness.Time.GetUtcNow();
        await harness.Memory.EnqueueAsync(item, CancellationToken.None);

        Assert.False(harness.Memory.PutBack(idle with { Row = idle.Row with { DoubtSince = doubt, Attempts = 3 } }));

        var left = Assert.Single(await harness.Memory.LeaseAsync(new LeaseRequest("main", Lane.Money, 10, long.MaxValue, TimeSpan.FromMinutes(1)) { AloneFrom = int.MaxValue }));
        Assert.Equal((doubt, 3), (left.DoubtSince, left.Attempts));
    }

    [Fact]
    public async Task PutBack_NothingCameMeanwhile_PutsItBack()
    {
        await using var harness = await StoreHarness.OpenAsync();
        await harness.Memory.EnqueueAsync(harness.Item("a"), CancellationToken.None);
        var idle = Assert.Single(harness.Memory.TakeIdle(10));

        Assert.True(harness.Memory.PutBack(idle));
        Assert.Equal(1, harness.Memory.Count);
    }
}
