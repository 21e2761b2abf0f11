using Microsoft.Extensions.Diagnostics.HealthChecks;
using ProxyCapi.Delivery;

namespace ProxyCapi.Tests.Storage;

/// <summary>The order of delivery.md section 5.7 on the way to a full quota: the other lane is refused at 80 %, gives way at 90 %, money goes on to 100 %.</summary>
public class QuotaTests
{
    private const int Quota = 4 * 1024 * 1024;
    private const int EventSize = 16_000;

    [Fact]
    public async Task Quota_FourFifthsUsed_RefusesTheOtherLaneAndTakesMoney()
    {
        await using var harness = await OpenAsync();

        var others = await FillUntilAsync(harness, Lane.Other, EnqueueResult.Shed);

        await AssertUsedAsync(harness, 0.8);
        Assert.Equal(EnqueueResult.Shed, await harness.EnqueueAsync(Other(harness)));
        await harness.FillAsync(10, size: EventSize);
        Assert.Equal(others, (await harness.DrainAsync(Lane.Other)).Count);
    }

    [Fact]
    public async Task Quota_NineTenthsUsed_MakesTheOldestOfTheOtherLaneGiveWay()
    {
        await using var harness = await OpenAsync();
        var others = await FillUntilAsync(harness, Lane.Other, EnqueueResult.Shed);
        var money = new List<string>();
        var used = 0L;
        while ((await harness.StateAsync()).Waiting == others + money.Count)
        {
            used = harness.Disk.UsedBytes;
            money.AddRange(await harness.FillAsync(1, size: EventSize));
        }

        AssertNear(0.9, used);
        var left = await harness.DrainAsync(Lane.Other);
        Assert.InRange(others - left.Count, 1, 100);
        Assert.Equal(Enumerable.Range(others - left.Count, left.Count).Select(i => $"other-{i}"), left);

        // As if they had never been: their next sight counts.
        Assert.Equal(EnqueueResult.Stored, await harness.EnqueueAsync(Other(harness, 0)));
        Assert.Equal(money, await harness.DrainAsync());
    }

    [Fact]
    public async Task Quota_Used_KeepsMoneyInMemoryUntilThereIsRoom()
    {
        await using var harness = await OpenAsync();

        var stored = await FillUntilAsync(harness, Lane.Money, EnqueueResult.StoredInMemory);

        await AssertUsedAsync(harness, 1);
        Assert.Equal(HealthStatus.Degraded, (await harness.HealthAsync()).Status);
        Assert.False(harness.Disk.Status.IsSuspended);
        var items = await harness.LeaseAsync(100);
        await harness.Store.MarkPostingAsync([.. items.Select(item => item.Id)]);
        await harness.Store.AcknowledgeAsync([.. items.Select(item => item.Id)], new Acceptance(null, []));
        await harness.PassAsync(TimeSpan.FromSeconds(5));
        Assert.True(harness.Memory.IsEmpty);
        Assert.Equal(stored + 1 - 100, (await harness.DrainAsync()).Count);
    }

    [Fact]
    public async Task Quota_AndMemoryUsed_ShedsMoneyWithALineThatLetsItBeEnteredByHand()
    {
        await using var harness = await OpenAsync();
        harness.Options.MaxMemoryBytes = 100_000;
        await FillUntilAsync(harness, Lane.Money, EnqueueResult.StoredInMemory);

        var inMemory = await FillUntilAsync(harness, Lane.Money, EnqueueResult.Shed, otherwise: EnqueueResult.StoredInMemory);

        Assert.InRange(inMemory, 4, 6);
        Assert.Single(harness.Logs.GetSnapshot(), record => record.Id.Id == 1740 && record.Message.StartsWith("LOST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Length_Reached_MakesTheOtherLaneGiveWayAndKeepsMoneyInMemory()
    {
        await using var harness = await StoreHarness.OpenAsync(configure: options => options.MaxQueueLength = 50);
        await harness.FillAsync(40, Lane.Other);
        await harness.FillAsync(10);

        Assert.Equal(EnqueueResult.Shed, await harness.EnqueueAsync(Other(harness)));
        await harness.FillAsync(40);
        await harness.FillAsync(5, expected: EnqueueResult.StoredInMemory);

        Assert.Equal((55, 5), ((await harness.StateAsync()).Waiting, harness.Memory.Count));
    }

    private static Task<StoreHarness> OpenAsync() => StoreHarness.OpenAsync(configure: options => options.MaxQueueBytes = Quota);

    private static OutboxItem Other(StoreHarness harness, int? number = null) =>
        harness.Item(number is null ? null : $"other-{number}", name: "ViewContent", lane: Lane.Other, size: EventSize);

    /// <summary>Enqueues until the store answers otherwise.</summary>
    /// <returns>How many it took.</returns>
    private static async Task<int> FillUntilAsync(StoreHarness harness, Lane lane, EnqueueResult end, EnqueueResult otherwise = EnqueueResult.Stored)
    {
        for (var count = 0; ; count++)
        {
            var item = lane == Lane.Other ? Other(harness, count) : harness.Item(size: EventSize);
            if (await harness.EnqueueAsync(item) is var result && result != otherwise)
            {
                Assert.Equal(end, result);
                return count;
            }

            harness.Time.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    private static async Task AssertUsedAsync(StoreHarness harness, double share)
    {
        await harness.PassAsync(TimeSpan.FromSeconds(1));
        AssertNear(share, harness.Disk.UsedBytes);
    }

    private static void AssertNear(double share, long used) => Assert.InRange(used, Quota * (share - 0.05), Quota * (share + 0.05));
}
