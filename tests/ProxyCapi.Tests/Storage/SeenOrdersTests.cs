using ProxyCapi.Delivery;
using ProxyCapi.Storage;

namespace ProxyCapi.Tests.Storage;

public class SeenOrdersTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void End_BeyondTheBound_ForgetsTheOtherLaneFirstAndThenTheOldestMoney()
    {
        var orders = new SeenOrders(mostEnded: 3);
        foreach (var name in new[] { "m1", "o1", "m2", "m3", "waiting" })
        {
            orders.Add(Key(name), Now.AddDays(1));
        }

        foreach (var name in new[] { "m1", "o1", "m2", "m3" })
        {
            orders.End(Key(name), isMoney: name[0] == 'm');
        }

        Assert.Equal(["m1", "m2", "m3"], Ended(orders));
        orders.Add(Key("m4"), Now.AddDays(1));
        orders.End(Key("m4"), isMoney: true);

        Assert.Equal(["m2", "m3", "m4"], Ended(orders));
        Assert.Equal((4, 2), (orders.Count, orders.Forgotten));
        Assert.True(orders.Contains(Key("waiting"), Now));
        Assert.False(orders.Contains(Key("m1"), Now));
    }

    [Fact]
    public void Contains_AfterTheWindow_IsFalse_AndTheOrderMayComeAnew()
    {
        var orders = new SeenOrders(mostEnded: 3);
        orders.Add(Key("a"), Now);
        orders.End(Key("a"), isMoney: true);

        Assert.False(orders.Contains(Key("a"), Now));
        orders.Add(Key("a"), Now.AddDays(1));
        Assert.True(orders.Contains(Key("a"), Now));
        Assert.Empty(orders.Ended());
        Assert.Equal(1, orders.Count);
    }

    [Fact]
    public async Task Memory_WhileTheDiskIsAway_RemembersABoundedNumberOfOrders()
    {
        await using var harness = await StoreHarness.OpenAsync(StoreKind.Memory);
        var memory = new MemoryOutboxStore(() => harness.Options, harness.Metrics, harness.Time, mostEndedOrders: 10);
        for (var i = 0; i < 100; i++)
        {
            await memory.EnqueueAsync(harness.Item($"e{i}"), CancellationToken.None);
            var leased = Assert.Single(await memory.LeaseAsync(new LeaseRequest("main", Lane.Money, 10, long.MaxValue, StoreHarness.Lease)));
            await memory.AcknowledgeAsync([leased.Id], new Acceptance(null, []));
        }

        Assert.Equal((10, 90), (memory.EndedOrders().Count, memory.ForgottenOrders));
        Assert.Equal(EnqueueResult.Duplicate, await memory.EnqueueAsync(harness.Item("e99"), CancellationToken.None));
        Assert.Equal(EnqueueResult.Stored, await memory.EnqueueAsync(harness.Item("e0"), CancellationToken.None));
    }

    private static OrderKey Key(string name) => new("MAIN", "Purchase", name);

    private static IEnumerable<string> Ended(SeenOrders orders) => orders.Ended().Select(ended => ended.Order.Key);
}
