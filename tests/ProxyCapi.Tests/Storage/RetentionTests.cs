using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Tests.Storage;

/// <summary>What is kept grows old by a clock that nobody has set.</summary>
public sealed class RetentionTests
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(65);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Prune_ClockIsSetFarAhead_TakesNothingAwayBeforeADayHasPassed(bool isSetWhileStopped)
    {
        await using var harness = await StoreHarness.OpenAsync();
        var id = await DieAsync(harness);
        harness.Time.WallOffset = TimeSpan.FromDays(61);
        if (isSetWhileStopped)
        {
            await harness.ReopenAsync();
        }

        await harness.PassAsync(Look);
        Assert.Equal(1, (await harness.StateAsync()).Dead);
        Assert.Equal(1, await harness.AskAsync("SELECT count(*) FROM seen"));
        Assert.Equal(EnqueueResult.Duplicate, await harness.EnqueueAsync(harness.Item(id)));

        harness.Time.Skipped += TimeSpan.FromHours(23);
        await harness.PassAsync(Look);
        Assert.Equal(1, (await harness.StateAsync()).Dead);

        harness.Time.Skipped += TimeSpan.FromHours(1);
        await harness.PassAsync(Look);
        Assert.Equal(0, (await harness.StateAsync()).Dead);
        Assert.Equal(0, await harness.AskAsync("SELECT count(*) FROM seen"));
    }

    [Fact]
    public async Task Prune_ClockThatComesBack_TakesNothingAway()
    {
        await using var harness = await StoreHarness.OpenAsync();
        await DieAsync(harness);
        harness.Time.WallOffset = TimeSpan.FromDays(31);
        await harness.PassAsync(Look);
        harness.Time.Skipped += TimeSpan.FromHours(20);
        harness.Time.WallOffset = TimeSpan.Zero;
        await harness.PassAsync(Look);
        harness.Time.WallOffset = TimeSpan.FromDays(31);
        harness.Time.Skipped += TimeSpan.FromHours(20);
        await harness.PassAsync(Look);

        Assert.Equal(1, (await harness.StateAsync()).Dead);
    }

    [Fact]
    public async Task Prune_TimeThatHasPassed_TakesAwayWhatIsOld()
    {
        await using var harness = await StoreHarness.OpenAsync();
        await DieAsync(harness);
        harness.Time.Skipped += harness.Options.DeadLetterRetention - TimeSpan.FromMinutes(2);
        await harness.PassAsync(Look);
        Assert.Equal(1, (await harness.StateAsync()).Dead);

        await harness.PassAsync(Look);
        Assert.Equal(0, (await harness.StateAsync()).Dead);
        Assert.Equal(1, await harness.AskAsync("SELECT count(*) FROM seen"));
    }

    [Fact]
    public async Task Keys_ClockIsSetYearsAheadAtAStart_OpenWhatTheySealed()
    {
        await using var harness = await StoreHarness.OpenAsync();
        var ids = await harness.FillAsync(2);
        harness.Time.WallOffset = TimeSpan.FromDays(2000);
        await harness.ReopenAsync();

        Assert.Equal(ids, await harness.DrainAsync());
    }

    private static async Task<string> DieAsync(StoreHarness harness)
    {
        var id = Assert.Single(await harness.FillAsync(1));
        await harness.Store.DeadLetterAsync([Assert.Single(await harness.LeaseAsync()).Id], new DeadLetter(EventReason.Rejected));
        return id;
    }
}
