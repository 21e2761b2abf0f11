using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Tests.Storage;

/// <summary>What every implementation of <see cref="IOutboxStore"/> must do.</summary>
public class OutboxStoreConformanceTests
{
    private static readonly Acceptance Accepted = new("trace", []);

    public static TheoryData<StoreKind> Kinds => [StoreKind.Sqlite, StoreKind.Memory, StoreKind.Resilient];

    [Theory, MemberData(nameof(Kinds))]
    public async Task Enqueue_SameOrderTwice_IsStoredOnce(StoreKind kind)
    {
        await using var harness = await StoreHarness.OpenAsync(kind);

        Assert.Equal(EnqueueResult.Stored, await harness.EnqueueAsync(harness.Item("a")));
        Assert.Equal(EnqueueResult.Duplicate, await harness.EnqueueAsync(harness.Item("a")));
        Assert.Equal(EnqueueResult.Duplicate, await harness.EnqueueAsync(harness.Item("a", pixel: "MAIN")));
        Assert.Equal(EnqueueResult.Stored, await harness.EnqueueAsync(harness.Item("a", pixel: "second")));
        Assert.Equal(EnqueueResult.Stored, await harness.EnqueueAsync(harness.Item("a", name: "Lead")));
        Assert.Equal(EnqueueResult.Stored, await harness.EnqueueAsync(harness.Item("A")));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Enqueue_OrderThatWasDelivered_IsADuplicateUntilTheWindowEnds(StoreKind kind)
    {
        await using var harness = await StoreHarness.OpenAsync(kind);
        await harness.EnqueueAsync(harness.Item("a"));
        await harness.DrainAsync();

        harness.Time.Skipped += harness.Options.DedupeWindow - TimeSpan.FromSeconds(1);
        Assert.Equal(EnqueueResult.Duplicate, await harness.EnqueueAsync(harness.Item("a")));
        harness.Time.Skipped += TimeSpan.FromSeconds(2);
        Assert.Equal(EnqueueResult.Stored, await harness.EnqueueAsync(harness.Item("a")));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Enqueue_SameOrderFromManyAtOnce_IsStoredOnce(StoreKind kind)
    {
        await using var harness = await StoreHarness.OpenAsync(kind);

        var results = await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(() => harness.EnqueueAsync(harness.Item($"o{i % 20}")))));

        Assert.Equal(20, results.Count(result => result == EnqueueResult.Stored));
        Assert.Equal(380, results.Count(result => result == EnqueueResult.Duplicate));
        Assert.Equal(20, (await harness.DrainAsync()).Distinct().Count());
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Lease_OfAnItemThatWasTriedOften_GivesItAlone(StoreKind kind)
    {
        await using var harness = await StoreHarness.OpenAsync(kind);
        var names = await harness.FillAsync(4);
        var items = await harness.LeaseAsync();
        foreach (var (item, attempts) in items.Zip([1, 2, 0, 2]))
        {
            for (var i = 0; i < attempts; i++)
            {
                await harness.Store.MarkPostingAsync([item.Id]);
                await harness.Store.ParkAsync([item.Id], new Parking(item.Item.EventTime));
            }

            await harness.Store.ParkAsync([item.Id], new Parking(item.Item.EventTime));
        }

        foreach (var expected in (string[][])[[names[0], names[2]], [names[1]], [names[3]], []])
        {
            Assert.Equal(expected, (await harness.LeaseAsync(aloneFrom: 2)).Select(item => item.Item.EventId));
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Lease_GivesBackWhatWasEnqueued(StoreKind kind)
    {
        await using var harness = await StoreHarness.OpenAsync(kind);
        var item = harness.Item("a") with { TraceParent = "00-1-2-01", ActionSource = "phone_call" };
        await harness.EnqueueAsync(item);

        var leased = Assert.Single(await harness.LeaseAsync());

        Assert.Equal(item with { Payload = default }, leased.Item with { Payload = default });
        Assert.Equal(item.Payload.ToArray(), leased.Item.Payload.ToArray());
        Assert.Null(leased.FirstPost);
        Assert.Null(leased.DoubtSince);
        Assert.Equal(0, leased.Attempts);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Lease_IsForOneUntilItsEnd(StoreKind kind)
    {
        await using var harness = await StoreHarness.OpenAsync(kind);
        await harness.EnqueueAsync(harness.Item("a"));
        Assert.Single(await harness.LeaseAsync(lease: TimeSpan.FromSeconds(10)));

        Assert.Empty(await harness.LeaseAsync());
        Assert.Equal(new LaneOutlook(0, harness.Time.GetUtcNow().AddSeconds(10)), await harness.Store.PeekAsync("main", Lane.Money, 10));
        await harness.PassAsync(TimeSpan.FromSeconds(9));
        Assert.Empty(await harness.LeaseAsync());
        await harness.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Single(await harness.LeaseAsync());
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Lease_OfManyAtOnce_GivesEachItemOnce(StoreKind kind)
    {
        await using var harness = await StoreHarness.OpenAsync(kind);
        await harness.FillAsync(300);

        var leases = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Task.Run(() => harness.LeaseAsync(10))));

        Assert.Equal(300, leases.SelectMany(lease => lease).Select(item => item.Id).Distinct().Count());
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Lease_IsOldestFirstAndOfOneLane(StoreKind kind)
    {
        await using var harness = await StoreHarness.OpenAsync(kind);
        foreach (var id in new[] { "a", "b", "c" })
        {
            await harness.EnqueueAsync(harness.Item(id));
            await harness.EnqueueAsync(harness.Item("other-" + id, lane: Lane.Other));
            await harness.EnqueueAsync(harness.Item(id, pixel: "second"));
            harness.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(["a", "b"], (await harness.LeaseAsync(2)).Select(item => item.Item.EventId));
        Assert.Equal(["c"], (await harness.LeaseAsync(2, pixel: "Main")).Select(item => item.Item.EventId));
        Assert.Equal(["other-a", "other-b", "other-c"], (await harness.LeaseAsync(lane: Lane.Other)).Select(item => item.Item.EventId));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Lease_EndsBeforeItsBytesAreTooMany_AndGivesOneAtLeast(StoreKind kind)
    {
        await using var harness = await StoreHarness.OpenAsync(kind);
        await harness.FillAsync(3, size: 1000);

        Assert.Single(await harness.LeaseAsync(bytes: 10));
        Assert.Single(await harness.LeaseAsync(bytes: 1500));
        Assert.Single(await harness.LeaseAsync(bytes: 5000));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Peek_CountsNoFurtherThanAsked(StoreKind kind)
    {
        await using var harness = await StoreHarness.OpenAsync(kind);
        await harness.FillAsync(5);
        await harness.LeaseAsync(2);

        Assert.Equal(2, (await harness.Store.PeekAsync("main", Lane.Money, 2)).Ready);
        Assert.Equal(3, (await harness.Store.PeekAsync("main", Lane.Money, 10)).Ready);
        Assert.Equal(default, await harness.Store.PeekAsync("main", Lane.Other, 10));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Park_GivesBackNotBeforeItsTime(StoreKind kind)
    {
        await using var harness = await StoreHarness.OpenAsync(kind);
        await harness.EnqueueAsync(harness.Item("a"));
        var due = harness.Time.GetUtcNow().AddSeconds(3);
        var id = Assert.Single(await harness.LeaseAsync()).Id;
        await harness.Store.MarkPostingAsync([id]);
        await harness.Store.ParkAsync([id], new Parking(due) { Note = "100/1" });

        Assert.Equal(new LaneOutlook(0, due), await harness.Store.PeekAsync("main", Lane.Money, 10));
        Assert.Empty(await harness.LeaseAsync());
        await harness.PassAsync(TimeSpan.FromSeconds(3));
        var again = Assert.Single(await harness.LeaseAsync());
        Assert.Equal(1, again.Attempts);
        Assert.Null(again.DoubtSince);
        Assert.Equal(due.AddSeconds(-3), again.FirstPost);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Park_InDoubt_RemembersWhenTheFirstUnknownRequestLeft(StoreKind kind)
    {
        await using var harness = await StoreHarness.OpenAsync(kind);
        await harness.EnqueueAsync(harness.Item("a"));
        await PostAsync(inDoubt: false);
        var second = harness.Time.GetUtcNow();
        await PostAsync(inDoubt: true);
        await PostAsync(inDoubt: true);
        await PostAsync(inDoubt: false);

        var item = Assert.Single(await harness.LeaseAsync());
        Assert.Equal(second, item.DoubtSince);
        Assert.Equal(4, item.Attempts);

        async Task PostAsync(bool inDoubt)
        {
            var id = Assert.Single(await harness.LeaseAsync()).Id;
            await harness.Store.MarkPostingAsync([id]);
            await harness.PassAsync(TimeSpan.FromSeconds(1));
            await harness.Store.ParkAsync([id], new Parking(harness.Time.GetUtcNow()) { InDoubt = inDoubt });
            await harness.PassAsync(TimeSpan.FromSeconds(1));
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Acknowledge_EndsAnItem_AndASecondSettlementChangesNothing(StoreKind kind)
    {
        await using var harness = await StoreHarness.OpenAsync(kind);
        await harness.FillAsync(2);
        var ids = (await harness.LeaseAsync()).Select(item => item.Id).ToArray();
        await harness.Store.MarkPostingAsync(ids);
        await harness.Store.AcknowledgeAsync([ids[0]], Accepted);
        await harness.Store.ParkAsync([ids[0]], new Parking(harness.Time.GetUtcNow()));
        await harness.Store.DeadLetterAsync([ids[0]], new DeadLetter(EventReason.Rejected));

        var state = await harness.StateAsync();
        Assert.Equal((0, 1, 0), (state.Waiting, state.Posting, state.Dead));
        Assert.Empty(await harness.LeaseAsync());
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task DeadLetter_IsKeptAndStaysADuplicate(StoreKind kind)
    {
        await using var harness = await StoreHarness.OpenAsync(kind);
        await harness.EnqueueAsync(harness.Item("a"));
        var id = Assert.Single(await harness.LeaseAsync()).Id;
        await harness.Store.DeadLetterAsync([id], new DeadLetter(EventReason.Rejected, 100, 2804003, "too old"));

        Assert.Equal(EnqueueResult.Duplicate, await harness.EnqueueAsync(harness.Item("a")));
        Assert.Equal(1, (await harness.StateAsync()).Dead);
        await harness.Store.AcknowledgeAsync([id], Accepted);
        Assert.Equal(1, (await harness.StateAsync()).Dead);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task State_CountsEachLaneOfEachPixel(StoreKind kind)
    {
        await using var harness = await StoreHarness.OpenAsync(kind);
        var oldest = harness.Time.GetUtcNow();
        await harness.FillAsync(5);
        harness.Time.Advance(TimeSpan.FromMilliseconds(10));
        await harness.EnqueueAsync(harness.Item("o", lane: Lane.Other));
        await harness.EnqueueAsync(harness.Item("s", pixel: "second"));
        var ids = (await harness.LeaseAsync(4)).Select(item => item.Id).ToArray();
        await harness.Store.MarkPostingAsync(ids);
        await harness.Store.ParkAsync([ids[0]], new Parking(oldest.AddHours(1)) { InDoubt = true });
        await harness.Store.DeadLetterAsync([ids[1]], new DeadLetter(EventReason.Rejected));
        await harness.StateAsync();

        var lanes = await harness.Store.GetStateAsync();

        Assert.Equal(3, lanes.Count);
        var money = Assert.Single(lanes, lane => lane is { Pixel: "main", Lane: Lane.Money });
        Assert.Equal((2, 2, 1, 1), (money.Waiting, money.Posting, money.InDoubt, money.Dead));
        Assert.Equal(oldest, money.OldestEvent);
        Assert.Equal(kind == StoreKind.Memory ? 4 : 0, money.InMemory);
        Assert.Equal(4 * harness.Item("e1").Payload.Length, money.Bytes);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Close_KeepsOnDiskOrGivesBack(StoreKind kind)
    {
        await using var harness = await StoreHarness.OpenAsync(kind);
        await harness.FillAsync(3);
        await harness.LeaseAsync(1);

        Assert.Equal(kind == StoreKind.Memory ? 3 : 0, (await harness.Store.CloseAsync()).Count);
    }
}
