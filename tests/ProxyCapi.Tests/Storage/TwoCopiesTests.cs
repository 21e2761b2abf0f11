using ProxyCapi.Delivery;
using ProxyCapi.Storage;

namespace ProxyCapi.Tests.Storage;

/// <summary>An event that memory took because nobody knew how its commit ended, and that is on the disk after all.</summary>
public sealed class TwoCopiesTests
{
    [Fact]
    public async Task Lease_MemorysCopyWasNeverSent_GivesTheDisksAndForgetsMemorys()
    {
        await using var harness = await WithBothAsync();

        var leased = Assert.Single(await harness.LeaseAsync());

        Assert.True(leased.Id > 0);
        Assert.Equal(0, harness.Memory.Count);
        // The process may die now: nothing stood in memory alone.
        await harness.CrashAsync();
        Assert.Equal(["a"], await harness.DrainAsync());
    }

    [Fact]
    public async Task Lease_MemorysCopyIsOnItsWay_KeepsTheDisksUntilItHasEnded()
    {
        await using var harness = await WithBothAsync();
        var sending = Assert.Single(await LeaseFromMemoryAsync(harness));
        await harness.Memory.MarkPostingAsync([sending.Id]);

        Assert.Empty(await harness.LeaseAsync());
        Assert.Equal(1, await harness.AskAsync("SELECT count(*) FROM item"));

        await harness.Memory.AcknowledgeAsync([sending.Id], new Acceptance(null, []));
        harness.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Empty(await harness.LeaseAsync());
        Assert.Equal(0, await harness.AskAsync("SELECT count(*) FROM item"));
    }

    [Fact]
    public async Task Lease_MemorysCopyMayHaveArrived_PutsTheDisksInDoubt()
    {
        await using var harness = await WithBothAsync();
        await DoubtInMemoryAsync(harness);

        Assert.Empty(await harness.LeaseAsync());

        Assert.Equal(0, harness.Memory.Count);
        Assert.Equal(1, await harness.AskAsync("SELECT count(*) FROM item WHERE state = 0 AND doubt_since IS NOT NULL"));
        harness.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.NotNull(Assert.Single(await harness.LeaseAsync()).DoubtSince);
    }

    [Fact]
    public async Task Bring_OrderOfWhichTheDiskHasARow_GivesThatRowTheDoubt()
    {
        await using var harness = await WithBothAsync();
        await DoubtInMemoryAsync(harness);

        await harness.PassAsync(TimeSpan.FromSeconds(3));

        Assert.True(harness.Memory.IsEmpty);
        Assert.Equal(1, await harness.AskAsync("SELECT count(*) FROM item WHERE state = 0 AND doubt_since IS NOT NULL AND attempts = 1"));
    }

    [Fact]
    public async Task Bring_ToARowOfTheSameAttempt_IsNoDuplicate()
    {
        await using var harness = await StoreHarness.OpenAsync();
        var item = harness.Item("a");
        var attempt = new EnqueueAttempt();
        Assert.Equal(EnqueueResult.Stored, await harness.Disk.EnqueueAsync(item, attempt));
        await harness.Memory.EnqueueAsync(item, attempt);

        var idle = Assert.Single(harness.Memory.TakeIdle(10));
        Assert.Equal(EnqueueResult.Stored, await harness.Disk.EnqueueAsync(idle.Row, idle.Due, idle.Attempt));
        Assert.Equal(EnqueueResult.Duplicate, await harness.Disk.EnqueueAsync(idle.Row, idle.Due, new EnqueueAttempt()));
        Assert.Equal(1, await harness.AskAsync("SELECT count(*) FROM item"));
    }

    [Fact]
    public async Task GiveUp_OfAnOrderThatMemoryDoesNotKnow_IsNothing()
    {
        await using var harness = await StoreHarness.OpenAsync();

        Assert.Equal(MemoryCopy.None, harness.Memory.GiveUp(harness.Item("a"), out var copy));
        Assert.Null(copy);
    }

    private static async Task<StoreHarness> WithBothAsync()
    {
        var harness = await StoreHarness.OpenAsync();
        var item = harness.Item("a");
        Assert.Equal(EnqueueResult.Stored, await harness.Disk.EnqueueAsync(item, CancellationToken.None));
        Assert.Equal(EnqueueResult.Stored, await harness.Memory.EnqueueAsync(item, CancellationToken.None));
        return harness;
    }

    private static async Task DoubtInMemoryAsync(StoreHarness harness)
    {
        var sending = Assert.Single(await LeaseFromMemoryAsync(harness));
        await harness.Memory.MarkPostingAsync([sending.Id]);
        await harness.Memory.ParkAsync([sending.Id], new Parking(harness.Time.GetUtcNow() + TimeSpan.FromMinutes(1)) { InDoubt = true });
    }

    private static async Task<IReadOnlyList<LeasedItem>> LeaseFromMemoryAsync(StoreHarness harness) =>
        await harness.Memory.LeaseAsync(new LeaseRequest("main", Lane.Money, 10, long.MaxValue, StoreHarness.Lease) { AloneFrom = int.MaxValue });
}
