using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;
using ProxyCapi.Storage;

namespace ProxyCapi.Tests.Storage;

/// <summary>A database is set aside while some of its events are on their way: what becomes of them counts when they are brought back.</summary>
public class SetAsideTests
{
    private static readonly Acceptance Accepted = new("trace", []);
    private int _damages;

    public static TheoryData<bool, bool> Moments => new() { { false, false }, { true, false }, { false, true }, { true, true } };

    [Theory, MemberData(nameof(Moments))]
    public async Task Acknowledge_OfAnEventThatWasSetAside_IsNotForgotten(bool isMetByIt, bool isRestarted)
    {
        await using var harness = await OpenAsync();
        var ids = await harness.FillAsync(3);
        var id = await PostAsync(harness);
        await DamageAsync(harness, isMetByIt);
        await harness.Store.AcknowledgeAsync([id], Accepted);

        await BringBackAsync(harness, isRestarted);

        Assert.Equal(ids.Skip(1), (await harness.DrainAsync()).Except(["more"]));
        Assert.Equal(EnqueueResult.Duplicate, await harness.EnqueueAsync(harness.Item(ids[0])));
        await harness.PassAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(0, (await harness.StateAsync()).Count);
    }

    [Fact]
    public async Task Acknowledge_OfAnEventThatWasSetAside_IsKeptForTheOperator()
    {
        await using var harness = await OpenAsync(retention: TimeSpan.FromDays(1));
        await harness.FillAsync(1);
        var id = await PostAsync(harness);
        await DamageAsync(harness, isMetByIt: false);
        await harness.Store.AcknowledgeAsync([id], Accepted);

        await BringBackAsync(harness, isRestarted: true);

        Assert.Equal(id, await harness.AskAsync("SELECT id FROM item WHERE state = 3"));
    }

    [Theory, MemberData(nameof(Moments))]
    public async Task DeadLetter_OfAnEventThatWasSetAside_IsBroughtBackDead(bool isMetByIt, bool isRestarted)
    {
        await using var harness = await OpenAsync();
        await harness.FillAsync(1);
        var id = await PostAsync(harness);
        await DamageAsync(harness, isMetByIt);
        await harness.Store.DeadLetterAsync([id], new DeadLetter(EventReason.Rejected, 100, 2804003, "too old"));

        await BringBackAsync(harness, isRestarted);
        await harness.DrainAsync();

        var state = await harness.StateAsync();
        Assert.Equal((0, 1), (state.Count, state.Dead));
        Assert.Equal(1, await harness.AskAsync("SELECT count(*) FROM item WHERE state = 2 AND reason = 'rejected' AND code = 100 AND subcode = 2804003 AND note = 'too old'"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Park_OfAnEventThatWasSetAside_KeepsItsTimeAndItsDoubt(bool isInDoubt)
    {
        await using var harness = await OpenAsync();
        await harness.FillAsync(1);
        var since = harness.Time.GetUtcNow();
        var id = await PostAsync(harness);
        await DamageAsync(harness, isMetByIt: false);
        await harness.Store.ParkAsync([id], new Parking(since.AddSeconds(30)) { InDoubt = isInDoubt });

        await BringBackAsync(harness, isRestarted: true);
        await harness.DrainAsync();
        Assert.Equal((1, 0), ((await harness.StateAsync()).Waiting, (await harness.StateAsync()).Posting));
        await harness.PassAsync(TimeSpan.FromSeconds(30));

        var item = Assert.Single(await harness.LeaseAsync());
        Assert.Equal((isInDoubt ? since : null, 1), (item.DoubtSince, item.Attempts));
    }

    [Fact]
    public async Task MarkPosting_OfAnEventThatWasSetAside_ThrowsAndCanBeParked()
    {
        await using var harness = await OpenAsync();
        var ids = await harness.FillAsync(2);
        var leased = await harness.LeaseAsync();
        await DamageAsync(harness, isMetByIt: false);

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await harness.Store.MarkPostingAsync([leased[0].Id]));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await harness.Store.MarkPostingAsync([leased[1].Id]));
        await harness.Store.ParkAsync([.. leased.Select(item => item.Id)], new Parking(harness.Time.GetUtcNow()));
        await BringBackAsync(harness, isRestarted: false);

        Assert.Equal(ids, (await harness.DrainAsync()).Except(["more"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BringBack_ThatIsBegunAgain_BringsNothingTwice(bool isSetAsideAgain)
    {
        await using var harness = await OpenAsync();
        await harness.FillAsync(3);
        await DamageAsync(harness, isMetByIt: false);
        await BringBackAsync(harness, isRestarted: false);
        Assert.Equal(4, (await harness.DrainAsync()).Count);

        // As if the process had ended just before it could note that it was done.
        File.Delete(Path.Combine(Assert.Single(harness.Disk.SetAside), "salvaged"));
        if (isSetAsideAgain)
        {
            _damages = 1;
            await harness.EnqueueAsync(harness.Item("last"));
        }

        await BringBackAsync(harness, isRestarted: true);

        Assert.Equal(isSetAsideAgain ? ["last"] : [], await harness.DrainAsync());
    }

    [Fact]
    public async Task BringBack_OfTwoDatabases_TheLaterOneKnowsBetter()
    {
        await using var harness = await OpenAsync();
        await harness.EnqueueAsync(harness.Item("a"));
        await DamageAsync(harness, isMetByIt: false);
        Assert.Equal(EnqueueResult.Stored, await harness.EnqueueAsync(harness.Item("a")));
        Assert.Equal(["a", "more"], (await harness.DrainAsync()).Order());
        _damages = 1;
        await harness.EnqueueAsync(harness.Item("last"));

        await BringBackAsync(harness, isRestarted: true);

        Assert.Equal(["last"], await harness.DrainAsync());
    }

    [Fact]
    public async Task BringBack_WhileWhichTheNextDatabaseIsSetAside_TheLaterOneKnowsBetter()
    {
        await using var harness = await OpenAsync();
        await harness.FillAsync(1);
        var id = await PostAsync(harness);
        await DamageAsync(harness, isMetByIt: false);
        await harness.Store.AcknowledgeAsync([id], Accepted);

        // The next commit is the first one of what brings back.
        _damages = 1;
        await harness.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(2, harness.Disk.SetAside.Count);
        Assert.Equal(["more"], await harness.DrainAsync());
        Assert.All(harness.Disk.SetAside, aside => Assert.True(File.Exists(Path.Combine(aside, "salvaged"))));
    }

    [Fact]
    public async Task BringBack_WhileTheLaterDatabaseIsLocked_WaitsForWhatThatOneKnows()
    {
        await using var harness = await OpenAsync();
        await SetAsideTwiceAsync(harness);
        SqliteConnection? other = null;
        await harness.CrashAsync(folder => other = Lock(Newest(folder)));

        await harness.PassAsync(TimeSpan.FromSeconds(3));
        other!.Dispose();
        await harness.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(["last"], await harness.DrainAsync());
        Assert.All(Directory.GetDirectories(harness.Folder.Path), aside => Assert.True(File.Exists(Path.Combine(aside, "salvaged"))));
    }

    [Fact]
    public async Task BringBack_OfTheSecondAndTheTenthDatabaseOfASecond_TheTenthKnowsBetter()
    {
        await using var harness = await OpenAsync();
        await harness.EnqueueAsync(harness.Item("a"));
        await DamageAsync(harness, isMetByIt: false);
        await harness.EnqueueAsync(harness.Item("a"));
        Assert.Equal(["a", "more"], (await harness.DrainAsync()).Order());
        _damages = 1;
        await harness.EnqueueAsync(harness.Item("last"));

        await harness.CrashAsync(folder =>
        {
            Directory.Move(Newest(folder), Path.Combine(folder.Path, "damaged-20200101T000000Z-10"));
            Directory.Move(Directory.GetDirectories(folder.Path, "damaged-2026*").Single(), Path.Combine(folder.Path, "damaged-20200101T000000Z-2"));
        });
        await harness.PassAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(["last"], await harness.DrainAsync());
    }

    [Fact]
    public async Task SetAside_AfterTheClockWasSetBack_IsTheNewest()
    {
        await using var harness = await OpenAsync();
        await harness.FillAsync(1);
        await DamageAsync(harness, isMetByIt: false);
        harness.Time.WallOffset -= TimeSpan.FromHours(1);
        _damages = 1;
        await harness.FillAsync(1);

        Assert.Equal(2, harness.Disk.SetAside.Count);
        Assert.Equal(harness.Disk.SetAside, harness.Folder.SetAside(StoreFolder.DamagedDatabase));
    }

    [Fact]
    public async Task BringBack_WhileTheDiskIsFull_GoesOnWhenThereIsRoom()
    {
        var isFull = false;
        await using var harness = await StoreHarness.OpenAsync(settings: new SqliteSettings
        {
            BeforeCommit = () =>
            {
                Fault.Throw(_damages-- > 0, Fault.Damaged);
                Fault.Throw(isFull, Fault.Full);
            },
        });
        var ids = await harness.FillAsync(1);
        await DamageAsync(harness, isMetByIt: false);
        isFull = true;
        await BringBackAsync(harness, isRestarted: true);

        isFull = false;
        await harness.PassAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(["more", .. ids], (await harness.DrainAsync()).OrderDescending());
    }

    [Fact]
    public async Task BringBack_OfADeadLetterThatCameFromMemory_BringsItBack()
    {
        var isFull = true;
        await using var harness = await StoreHarness.OpenAsync(settings: new SqliteSettings
        {
            BeforeCommit = () =>
            {
                Fault.Throw(_damages-- > 0, Fault.Damaged);
                Fault.Throw(isFull, Fault.Full);
            },
        });
        Assert.Equal(EnqueueResult.StoredInMemory, await harness.EnqueueAsync(harness.Item()));
        await harness.Store.DeadLetterAsync([(await harness.LeaseAsync(1))[0].Id], new DeadLetter(EventReason.Rejected, 100));
        isFull = false;
        await harness.PassAsync(TimeSpan.FromSeconds(20));
        Assert.Equal((true, 1), (harness.Memory.IsEmpty, (await harness.StateAsync()).Dead));

        await DamageAsync(harness, isMetByIt: false);
        await BringBackAsync(harness, isRestarted: true);

        Assert.Equal(1, (await harness.StateAsync()).Dead);
    }

    [Fact]
    public async Task Lease_OfAnEventOnItsWayWhoseLeaseEndedBeforeAReopening_GivesNothing()
    {
        var failures = 0;
        await using var harness = await StoreHarness.OpenAsync(settings: new SqliteSettings { BeforeCommit = () => Fault.Throw(failures-- > 0, Fault.Io) });
        await harness.FillAsync(1);
        await PostAsync(harness);
        harness.Time.Skipped += TimeSpan.FromMinutes(10);
        failures = 1;
        await harness.FillAsync(1);

        Assert.Single(await harness.LeaseAsync());
    }

    [Fact]
    public async Task Reopen_AfterASetAside_FindsNoLostEnd()
    {
        await using var harness = await OpenAsync();
        await harness.FillAsync(3);
        await harness.PassAsync(TimeSpan.FromSeconds(7));
        await harness.CrashAsync(folder => File.WriteAllText(folder.Database, "This was a database."));
        Assert.Single(harness.Disk.SetAside);

        await harness.CrashAsync();

        Assert.DoesNotContain(harness.Logs.GetSnapshot(), record => record.Id.Id == 1701);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BringBack_FromAFolder_IsCountedAsComeInOnlyIfThisProcessHasNotCountedIt(bool isRestarted)
    {
        await using var harness = await OpenAsync();
        await harness.FillAsync(3);
        await DamageAsync(harness, isMetByIt: false);
        using var restored = new MetricCollector<long>(harness.Meters, ProxyCapiTelemetry.MeterName, "proxycapi.outbox.restored");
        using var salvaged = new MetricCollector<long>(harness.Meters, ProxyCapiTelemetry.MeterName, "proxycapi.store.salvaged");

        await BringBackAsync(harness, isRestarted);

        Assert.Equal(3, salvaged.GetMeasurementSnapshot().EvaluateAsCounter());
        // After a restart: the one that the new database has had in the meantime, and the three of the old one.
        Assert.Equal(isRestarted ? 4 : 0, restored.GetMeasurementSnapshot().EvaluateAsCounter());
        Assert.Equal(4, (await harness.StateAsync()).Count);
    }

    private Task<StoreHarness> OpenAsync(TimeSpan retention = default) => StoreHarness.OpenAsync(
        configure: options => options.AcceptedRetention = retention,
        settings: new SqliteSettings { BeforeCommit = () => Fault.Throw(_damages-- > 0, Fault.Damaged) });

    /// <summary>The first database has an event that the second one has delivered.</summary>
    private async Task SetAsideTwiceAsync(StoreHarness harness)
    {
        await harness.FillAsync(1);
        var id = await PostAsync(harness);
        await DamageAsync(harness, isMetByIt: false);
        await harness.Store.AcknowledgeAsync([id], Accepted);
        Assert.Equal(["more"], await harness.DrainAsync());
        _damages = 1;
        await harness.EnqueueAsync(harness.Item("last"));
        Assert.Equal(2, harness.Disk.SetAside.Count);
    }

    private static string Newest(StoreFolder folder) =>
        Directory.EnumerateDirectories(folder.Path, "damaged-*").OrderByDescending(aside => aside.Length).ThenByDescending(aside => aside, StringComparer.Ordinal).First();

    /// <summary>Another program has opened a database so that nobody else may read it.</summary>
    private static SqliteConnection Lock(string aside)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(aside, "outbox.db"), Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; UPDATE meta SET value = value + 1; COMMIT;";
        command.ExecuteNonQuery();
        return connection;
    }

    private static async Task<long> PostAsync(StoreHarness harness)
    {
        var id = (await harness.LeaseAsync(1))[0].Id;
        await harness.Store.MarkPostingAsync([id]);
        return id;
    }

    private async Task DamageAsync(StoreHarness harness, bool isMetByIt)
    {
        _damages = 1;
        if (!isMetByIt)
        {
            Assert.Equal(EnqueueResult.Stored, await harness.EnqueueAsync(harness.Item("more")));
            Assert.Single(harness.Disk.SetAside);
        }
    }

    private static async Task BringBackAsync(StoreHarness harness, bool isRestarted)
    {
        if (isRestarted)
        {
            await harness.CrashAsync();
        }

        await harness.PassAsync(TimeSpan.FromSeconds(3));
    }
}
