using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;
using ProxyCapi.Storage;

namespace ProxyCapi.Tests.Storage;

public class SqliteOutboxStoreTests
{
    [Fact]
    public async Task Open_PutsTheSettingsInForce()
    {
        await using var harness = await StoreHarness.OpenAsync();

        Assert.Equal(8192, await harness.AskAsync("PRAGMA page_size"));
        Assert.Equal(2, await harness.AskAsync("PRAGMA auto_vacuum"));
        Assert.Equal(2, await harness.AskAsync("PRAGMA secure_delete"));
        Assert.Equal(0x50436F62, await harness.AskAsync("PRAGMA application_id"));
        Assert.Equal(1, await harness.AskAsync("SELECT journal_mode = 'wal' FROM pragma_journal_mode"));

        // Not inside a transaction, where SQLite answers with what will be.
        Assert.Equal(2, await harness.AskAsync("PRAGMA synchronous"));
        Assert.Equal(512, await harness.AskAsync("PRAGMA wal_autocheckpoint"));
        Assert.Equal(16 * 1024 * 1024, await harness.AskAsync("PRAGMA journal_size_limit"));
    }

    [Fact]
    public async Task Reopen_KeepsEverything()
    {
        await using var harness = await StoreHarness.OpenAsync();
        var ids = await harness.FillAsync(20);
        var leased = await harness.LeaseAsync(4);
        await harness.Store.MarkPostingAsync([leased[0].Id, leased[1].Id]);
        await harness.Store.AcknowledgeAsync([leased[0].Id], new Acceptance(null, []));
        var doubt = harness.Time.GetUtcNow();
        await harness.Store.DeadLetterAsync([leased[2].Id], new DeadLetter(EventReason.Rejected));

        await harness.ReopenAsync();

        var state = await harness.StateAsync();
        Assert.Equal((18, 0, 1, 1), (state.Waiting, state.Posting, state.InDoubt, state.Dead));
        Assert.Equal(17, (await harness.LeaseAsync()).Count);
        await harness.PassAsync(TimeSpan.FromSeconds(58));
        Assert.Empty(await harness.LeaseAsync());
        await harness.PassAsync(TimeSpan.FromSeconds(1));
        var item = Assert.Single(await harness.LeaseAsync());
        Assert.Equal((ids[1], doubt), (item.Item.EventId, item.DoubtSince));
        Assert.Equal(EnqueueResult.Duplicate, await harness.EnqueueAsync(harness.Item(ids[0])));
    }

    [Fact]
    public async Task Crash_KeepsWhatWasAcknowledged()
    {
        await using var harness = await StoreHarness.OpenAsync();
        var ids = await harness.FillAsync(50);

        await harness.CrashAsync();

        Assert.Equal(ids, await harness.DrainAsync());
        Assert.Empty(harness.Disk.SetAside);
    }

    [Fact]
    public async Task Idle_EmptiesTheLogWhileTheReaderIsOpen()
    {
        await using var harness = await StoreHarness.OpenAsync();
        await harness.FillAsync(50, size: 2000);
        await harness.LeaseAsync(1);
        await harness.Store.PeekAsync("main", Lane.Money, 1);
        Assert.NotEqual(0, new FileInfo(harness.Folder.Log).Length);

        await harness.PassAsync(TimeSpan.FromSeconds(7));

        Assert.Equal(0, new FileInfo(harness.Folder.Log).Length);
        Assert.Equal((await harness.AskAsync("SELECT value FROM meta WHERE name = 'last_id'"), false), (HighWaterMark.Read(harness.Folder).LastId, HighWaterMark.Read(harness.Folder).IsClosed));
    }

    [Fact]
    public async Task Delivery_GivesTheSpaceBack()
    {
        await using var harness = await StoreHarness.OpenAsync();
        await harness.FillAsync(5000, size: 2000);
        await harness.PassAsync(TimeSpan.FromSeconds(7));
        Assert.True(new FileInfo(harness.Folder.Database).Length > 10_000_000);

        await harness.DrainAsync();
        await harness.PassAsync(TimeSpan.FromSeconds(20));

        Assert.True(new FileInfo(harness.Folder.Database).Length < 1_000_000, $"{new FileInfo(harness.Folder.Database).Length} bytes");
    }

    [Fact]
    public async Task DataVersion_ChangesForForeignCommitsOnly()
    {
        await using var harness = await StoreHarness.OpenAsync();
        var before = await harness.AskAsync("PRAGMA data_version");
        await harness.FillAsync(3);
        await harness.DrainAsync();
        Assert.Equal(before, await harness.AskAsync("PRAGMA data_version"));

        using var other = harness.Connect();
        using var command = other.CreateCommand();
        command.CommandText = "UPDATE meta SET value = value + 1";
        command.ExecuteNonQuery();

        Assert.NotEqual(before, await harness.AskAsync("PRAGMA data_version"));
    }

    [Fact]
    public async Task Settlement_WhileTheDiskFails_IsRememberedAndItsItemsStayHeld()
    {
        var failing = false;
        await using var harness = await StoreHarness.OpenAsync(StoreKind.Sqlite, settings: new SqliteSettings { BeforeCommit = () => Fault.Throw(failing, Fault.Full) });
        await harness.FillAsync(1);
        var id = Assert.Single(await harness.LeaseAsync(lease: TimeSpan.FromSeconds(2))).Id;
        await harness.Store.MarkPostingAsync([id]);
        await harness.Store.ParkAsync([id], new Parking(harness.Time.GetUtcNow()));
        id = Assert.Single(await harness.LeaseAsync(lease: TimeSpan.FromSeconds(2))).Id;

        failing = true;
        await harness.Store.AcknowledgeAsync([id], new Acceptance(null, []));
        await harness.PassAsync(TimeSpan.FromSeconds(5));
        Assert.Empty(await harness.LeaseAsync());
        Assert.True(harness.Disk.Status.IsSuspended);

        failing = false;
        await harness.PassAsync(TimeSpan.FromSeconds(16));
        Assert.False(harness.Disk.Status.IsSuspended);
        Assert.Equal(0, (await harness.StateAsync()).Count);
    }

    [Fact]
    public async Task Settlement_ThatComesToTheDiskLate_RingsTheBells()
    {
        var failing = false;
        await using var harness = await StoreHarness.OpenAsync(StoreKind.Sqlite, settings: new SqliteSettings { BeforeCommit = () => Fault.Throw(failing, Fault.Full) });
        await harness.FillAsync(1);
        var id = Assert.Single(await harness.LeaseAsync()).Id;
        failing = true;
        await harness.Store.ParkAsync([id], new Parking(harness.Time.GetUtcNow()));
        var ring = harness.Doorbells.WaitAsync("main", Lane.Money, TimeSpan.FromDays(1), harness.Time, CancellationToken.None);
        await harness.PassAsync(TimeSpan.FromSeconds(3));
        Assert.False(ring.IsCompleted);

        failing = false;
        await harness.PassAsync(TimeSpan.FromSeconds(16));

        await ring.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(id, Assert.Single(await harness.LeaseAsync()).Id);
    }

    [Fact]
    public async Task Settlement_ThatComesToTheDiskAtOnce_RingsNoBell()
    {
        await using var harness = await StoreHarness.OpenAsync(StoreKind.Sqlite);
        await harness.FillAsync(1);
        var id = Assert.Single(await harness.LeaseAsync()).Id;
        var ring = harness.Doorbells.WaitAsync("main", Lane.Money, TimeSpan.FromDays(1), harness.Time, CancellationToken.None);

        await harness.Store.ParkAsync([id], new Parking(harness.Time.GetUtcNow()));
        await harness.PassAsync(TimeSpan.FromSeconds(1));

        Assert.False(ring.IsCompleted);
        harness.Doorbells.RingAll();
        await ring;
    }

    [Fact]
    public async Task Mark_ThatFails_LeavesTheItemsToWhoeverHoldsThem()
    {
        var failing = false;
        await using var harness = await StoreHarness.OpenAsync(StoreKind.Sqlite, settings: new SqliteSettings { AfterCommit = () => Fault.Throw(failing, Fault.Io) });
        await harness.FillAsync(1);
        var id = Assert.Single(await harness.LeaseAsync()).Id;
        failing = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await harness.Store.MarkPostingAsync([id]));
        failing = false;
        await harness.PassAsync(TimeSpan.FromSeconds(16));
        Assert.Empty(await harness.LeaseAsync());

        await harness.Store.ParkAsync([id], new Parking(harness.Time.GetUtcNow()));

        Assert.Equal(id, Assert.Single(await harness.LeaseAsync()).Id);
    }

    [Fact]
    public async Task Peek_WhileAnotherProcessHasTheFolder_AsksToLookAgainSoonAndRingsWhenItIsOpen()
    {
        await using var first = await StoreHarness.OpenAsync(StoreKind.Sqlite);
        await first.FillAsync(3);
        await using var second = await StoreHarness.OpenAsync(StoreKind.Sqlite, folder: first.Folder.Path);
        foreach (var store in new IOutboxStore[] { second.Disk, second.Resilient })
        {
            Assert.Equal(new LaneOutlook(0, second.Time.GetUtcNow() + TimeSpan.FromSeconds(1)), await store.PeekAsync("main", Lane.Money, 10));
        }

        var ring = second.Doorbells.WaitAsync("main", Lane.Money, TimeSpan.FromDays(1), second.Time, CancellationToken.None);
        await first.Resilient.CloseAsync();
        await second.PassAsync(TimeSpan.FromSeconds(16));

        await ring.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(3, (await second.Store.PeekAsync("main", Lane.Money, 10)).Ready);
    }

    [Fact]
    public async Task Peek_WhileTheDiskCannotBeWrittenTo_ShowsOnlyWhatMayBeSent()
    {
        var failing = false;
        await using var harness = await StoreHarness.OpenAsync(settings: new SqliteSettings { BeforeCommit = () => Fault.Throw(failing, Fault.Io) });
        await harness.FillAsync(1, Lane.Other);
        failing = true;
        await harness.FillAsync(2, expected: EnqueueResult.StoredInMemory);

        var soon = harness.Time.GetUtcNow() + TimeSpan.FromSeconds(1);
        Assert.Equal(new LaneOutlook(0, soon), await harness.Store.PeekAsync("main", Lane.Other, 10));
        Assert.Equal(new LaneOutlook(2, soon), await harness.Store.PeekAsync("main", Lane.Money, 10));

        failing = false;
        await harness.PassAsync(TimeSpan.FromSeconds(16));
        Assert.Equal(1, (await harness.Store.PeekAsync("main", Lane.Other, 10)).Ready);
    }

    [Fact]
    public async Task Enqueue_CommitWhoseEndNobodyKnows_IsStoredOnce()
    {
        var failures = 0;
        await using var harness = await StoreHarness.OpenAsync(settings: new SqliteSettings { AfterCommit = () => Fault.Throw(failures-- > 0, Fault.Io) });
        failures = 1;

        Assert.Equal(EnqueueResult.Stored, await harness.EnqueueAsync(harness.Item("a")));
        Assert.Equal(EnqueueResult.Duplicate, await harness.EnqueueAsync(harness.Item("a")));

        Assert.Equal(["a"], await harness.DrainAsync());
    }

    [Fact]
    public async Task Enqueue_CommitWhoseEndNobodyKnowsAndADiskThatStaysAway_IsSentOnce()
    {
        var (failing, afterwards) = (false, false);
        await using var harness = await StoreHarness.OpenAsync(settings: new SqliteSettings
        {
            BeforeCommit = () => Fault.Throw(afterwards, Fault.Full),
            AfterCommit = () => { afterwards = failing; Fault.Throw(failing, Fault.Io); },
        });
        failing = true;
        var result = await harness.EnqueueAsync(harness.Item("a"));
        failing = false;

        var sent = (await harness.DrainAsync()).Count;
        afterwards = false;
        await harness.PassAsync(TimeSpan.FromSeconds(20));

        Assert.NotEqual(EnqueueResult.Shed, result);
        Assert.Equal(1, sent + (await harness.DrainAsync()).Count);
    }

    [Fact]
    public async Task LastId_AfterACommitThatWasTriedTwice_IsNoted()
    {
        var failures = 0;
        await using var harness = await StoreHarness.OpenAsync(settings: new SqliteSettings { BeforeCommit = () => Fault.Throw(failures-- > 0, Fault.Io) });
        failures = 1;
        await harness.EnqueueAsync(harness.Item("a"));

        Assert.Equal(await harness.AskAsync("SELECT max(id) FROM item"), await harness.AskAsync("SELECT value FROM meta WHERE name = 'last_id'"));
    }

    [Fact]
    public async Task Dispose_Twice_IsNoError()
    {
        await using var harness = await StoreHarness.OpenAsync();
        await harness.Disk.DisposeAsync();
        harness.Disk.Dispose();
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await harness.Disk.EnqueueAsync(harness.Item("a"), CancellationToken.None));
    }
}
