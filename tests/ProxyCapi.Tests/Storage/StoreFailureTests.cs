using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;
using ProxyCapi.Storage;

namespace ProxyCapi.Tests.Storage;

/// <summary>Failures that are neither the disk's fullness nor damage in a file.</summary>
public sealed class StoreFailureTests
{
    private static readonly Acceptance Accepted = new(null, []);

    [Fact]
    public async Task Folder_DeletedAndNotToBeMadeAnew_SendsEventsToMemoryUntilItIs()
    {
        await using var harness = await StoreHarness.OpenAsync();
        var ids = (await harness.FillAsync(3)).ToList();
        Directory.Delete(harness.Folder.Path, recursive: true);
        await File.WriteAllTextAsync(harness.Folder.Path, "");
        await harness.PassAsync(TimeSpan.FromSeconds(5));

        ids.AddRange(await harness.FillAsync(2, expected: EnqueueResult.StoredInMemory));
        await harness.PassAsync(TimeSpan.FromSeconds(20));
        Assert.True(harness.Disk.Status.IsSuspended);

        // The next look is due, and whoever comes first must not write to the file that is gone.
        harness.Time.Skipped += TimeSpan.FromSeconds(20);
        ids.AddRange(await harness.FillAsync(1, expected: EnqueueResult.StoredInMemory));
        Assert.Equal(3, harness.Memory.Count);

        File.Delete(harness.Folder.Path);
        await harness.PassAsync(TimeSpan.FromSeconds(20));
        Assert.False(harness.Disk.Status.IsSuspended);
        Assert.True(harness.Memory.IsEmpty);
        Assert.Equal(1, harness.Logs.GetSnapshot().Count(record => record.Id.Id == 1704));
        await harness.CrashAsync();
        Assert.Equal(ids.Order(), (await harness.DrainAsync()).Order());
    }

    [Fact]
    public async Task Folder_DeletedRightBeforeTheEnd_IsWrittenAnew()
    {
        await using var harness = await StoreHarness.OpenAsync();
        var ids = await harness.FillAsync(3);
        Directory.Delete(harness.Folder.Path, recursive: true);

        await harness.ReopenAsync();

        Assert.Equal(ids, await harness.DrainAsync());
    }

    [Fact]
    public async Task Rescue_ThatFailsMidway_LeavesNoDatabase()
    {
        await using var harness = await StoreHarness.OpenAsync();
        var ids = await harness.FillAsync(3);
        var inTheWay = harness.Folder.Database + ".new";
        Directory.Delete(harness.Folder.Path, recursive: true);
        Directory.CreateDirectory(inTheWay);
        await harness.PassAsync(TimeSpan.FromSeconds(2));
        Assert.False(File.Exists(harness.Folder.Database));
        Assert.True(harness.Disk.Status.IsSuspended);

        Directory.Delete(inTheWay);
        await harness.PassAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(ids, await harness.DrainAsync());
    }

    [Fact]
    public async Task Commit_WithoutMemory_LosesNoSettlementAndStopsNothing()
    {
        var failures = 0;
        await using var harness = await StoreHarness.OpenAsync(StoreKind.Sqlite, settings: new SqliteSettings { BeforeCommit = () => Fail(ref failures) });
        await harness.FillAsync(2);
        var ids = (await harness.LeaseAsync()).Select(item => item.Id).ToArray();
        await harness.Store.MarkPostingAsync(ids);

        failures = 1;
        await harness.Store.AcknowledgeAsync([ids[0]], Accepted);
        Assert.Equal(EnqueueResult.Stored, await harness.EnqueueAsync(harness.Item("next")));

        await harness.PassAsync(TimeSpan.FromSeconds(2));
        var state = await harness.StateAsync();
        Assert.Equal((1, 1), (state.Waiting, state.Posting));
        Assert.Equal(1, harness.Disk.Leases);
        Assert.Equal(["next"], await harness.DrainAsync());
    }

    [Fact]
    public async Task Settlement_ThatAlwaysFails_KeepsNobodyElseFromBeingWritten()
    {
        await using var harness = await StoreHarness.OpenAsync();
        await harness.Disk.WriteAsync(session =>
        {
            session.Run("CREATE TRIGGER stubborn BEFORE UPDATE OF state ON item WHEN new.state = 2 BEGIN SELECT raise(ABORT, 'no'); END");
            return true;
        });
        await harness.FillAsync(2);
        var ids = (await harness.LeaseAsync()).Select(item => item.Id).ToArray();
        await harness.Store.MarkPostingAsync(ids);
        await harness.Store.DeadLetterAsync([ids[0]], new DeadLetter(EventReason.Rejected));
        await harness.Store.AcknowledgeAsync([ids[1]], Accepted);

        Assert.Equal(EnqueueResult.Stored, await harness.EnqueueAsync(harness.Item("next")));
        Assert.Equal((1, 1, 0), await CountsAsync());

        await harness.Disk.WriteAsync(session =>
        {
            session.Run("DROP TRIGGER stubborn");
            return true;
        });
        await harness.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal((1, 0, 1), await CountsAsync());

        async Task<(long, long, long)> CountsAsync()
        {
            var state = await harness.StateAsync();
            return (state.Waiting, state.Posting, state.Dead);
        }
    }

    [Fact]
    public async Task Enqueue_FailureThatIsNotTheDisks_WaitsInMemory()
    {
        var failures = 0;
        await using var harness = await StoreHarness.OpenAsync(settings: new SqliteSettings { BeforeCommit = () => Fail(ref failures) });
        failures = 1;

        Assert.Equal(EnqueueResult.StoredInMemory, await harness.EnqueueAsync(harness.Item("a")));
        Assert.Equal(EnqueueResult.DuplicateInMemory, await harness.EnqueueAsync(harness.Item("a")));

        await harness.PassAsync(TimeSpan.FromSeconds(3));
        Assert.True(harness.Memory.IsEmpty);
        Assert.Equal(["a"], await harness.DrainAsync());
    }

    [Fact]
    public async Task Leases_OfWhatGaveWay_AreForgottenWithIt()
    {
        await using var harness = await StoreHarness.OpenAsync(StoreKind.Sqlite, options => options.MaxQueueLength = 120);
        await harness.FillAsync(120, Lane.Other);
        await harness.FillAsync(1);

        Assert.Equal(21, (await harness.StateAsync()).Count);
        Assert.Equal(0, harness.Disk.Leases);
    }

    [Fact]
    public async Task Leases_ThatHaveEnded_AreForgotten()
    {
        await using var harness = await StoreHarness.OpenAsync(StoreKind.Sqlite);
        await harness.FillAsync(5);
        await harness.LeaseAsync(3, lease: TimeSpan.FromSeconds(2));
        Assert.Equal(3, harness.Disk.Leases);

        await harness.PassAsync(TimeSpan.FromSeconds(3));
        Assert.Equal(0, harness.Disk.Leases);
        Assert.Equal(5, (await harness.LeaseAsync()).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Leases_WhenTheWallClockIsSet_LastAsLongAsTheyWereGivenFor(int hours)
    {
        await using var harness = await StoreHarness.OpenAsync(StoreKind.Sqlite);
        await harness.FillAsync(1);
        Assert.Single(await harness.LeaseAsync(lease: TimeSpan.FromSeconds(10)));

        harness.Time.WallOffset = TimeSpan.FromHours(hours);
        await harness.PassAsync(TimeSpan.FromSeconds(9));
        Assert.Empty(await harness.LeaseAsync());
        await harness.PassAsync(TimeSpan.FromSeconds(2));

        Assert.Single(await harness.LeaseAsync());
    }

    [Fact]
    public async Task Bury_CommitWhoseEndNobodyKnows_WritesTheLetterOnce()
    {
        var failures = 0;
        await using var harness = await StoreHarness.OpenAsync(settings: new SqliteSettings { AfterCommit = () => Fault.Throw(failures-- > 0, Fault.Io) });
        failures = 1;

        await harness.Disk.BuryAsync(harness.Item("a"), new DeadLetter(EventReason.Rejected));

        Assert.Equal(1, (await harness.StateAsync()).Dead);
    }

    [Fact]
    public async Task Close_DiskThatFailsOnceMore_EndsInOrder()
    {
        var (failing, failures) = (false, 0);
        await using var harness = await StoreHarness.OpenAsync(settings: new SqliteSettings
        {
            BeforeCommit = () =>
            {
                Fault.Throw(failing, Fault.Locked);
                Fault.Throw(failures-- > 0, Fault.Io);
            },
        });
        await harness.FillAsync(1);
        var id = Assert.Single(await harness.LeaseAsync()).Id;
        await harness.Store.MarkPostingAsync([id]);
        failing = true;
        await harness.Store.AcknowledgeAsync([id], Accepted);
        harness.Time.Skipped += TimeSpan.FromSeconds(20);
        (failing, failures) = (false, 1);

        Assert.Empty(await harness.Resilient.CloseAsync());

        Assert.True(HighWaterMark.Read(harness.Folder).IsClosed);
        await harness.OpenAsync();
        Assert.Equal(0, (await harness.StateAsync()).Count);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Memory)]
    public async Task Clock_SetBack_TakesTheTimeOfTheFirstDoubtWithIt(object kind)
    {
        await using var harness = await StoreHarness.OpenAsync((StoreKind)kind);
        await harness.FillAsync(1);
        var since = harness.Time.GetUtcNow();
        var id = Assert.Single(await harness.LeaseAsync()).Id;
        await harness.Store.MarkPostingAsync([id]);
        await harness.Store.ParkAsync([id], new Parking(since) { InDoubt = true });
        await harness.PassAsync(TimeSpan.FromSeconds(1));
        await harness.Store.PeekAsync("main", Lane.Money, 1);

        harness.Time.WallOffset = -TimeSpan.FromHours(1);
        await harness.PassAsync(TimeSpan.FromSeconds(1));
        await harness.Store.PeekAsync("main", Lane.Money, 1);

        Assert.Equal(since.AddHours(-1), Assert.Single(await harness.LeaseAsync()).DoubtSince);
    }

    [Fact]
    public async Task Memory_DeadLetters_CountAndGiveWayToMoneyOnly()
    {
        var failing = false;
        await using var harness = await StoreHarness.OpenAsync(
            configure: options => options.MaxMemoryBytes = 10_000, settings: new SqliteSettings { BeforeCommit = () => Fault.Throw(failing, Fault.Locked) });
        failing = true;
        await DieAsync();
        await harness.FillAsync(1, Lane.Other, size: 4000, expected: EnqueueResult.Shed);
        await harness.FillAsync(2, size: 2000, expected: EnqueueResult.StoredInMemory);
        Assert.Equal((2, 1), await CountsAsync());
        Assert.Equal(2, harness.Memory.DroppedDeadLetters);
        Assert.Single(harness.Logs.GetSnapshot(), record => record.Id.Id == 1741);

        failing = false;
        await harness.PassAsync(TimeSpan.FromSeconds(20));
        Assert.True(harness.Memory.IsEmpty);
        Assert.Equal((2, 1), await CountsAsync());
        failing = true;
        await harness.FillAsync(3, Lane.Other, size: 2000, expected: EnqueueResult.StoredInMemory);

        async Task DieAsync()
        {
            await harness.FillAsync(3, size: 2000, expected: EnqueueResult.StoredInMemory);
            await harness.Store.DeadLetterAsync([.. (await harness.LeaseAsync()).Select(item => item.Id)], new DeadLetter(EventReason.Rejected));
        }

        async Task<(long, long)> CountsAsync()
        {
            var state = await harness.StateAsync();
            return (state.Count, state.Dead);
        }
    }

    [Theory]
    [InlineData("tmpfs", 1705)]
    [InlineData("overlay", 1705)]
    [InlineData("overlayfs", 1705)]
    [InlineData("nfs4", 1706)]
    [InlineData("ext4", null)]
    [InlineData(null, null)]
    public async Task Open_FileSystemThatKeepsNothing_IsWarnedOfOnce(string? kind, int? expected)
    {
        await using var harness = await StoreHarness.OpenAsync(settings: new SqliteSettings { FileSystem = _ => kind });
        await harness.PassAsync(TimeSpan.FromSeconds(1));
        Directory.Delete(harness.Folder.Path, recursive: true);
        await harness.PassAsync(TimeSpan.FromSeconds(2));

        Assert.Equal(expected is { } id ? [id] : [], harness.Logs.GetSnapshot().Select(record => record.Id.Id).Where(record => record is 1705 or 1706));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public async Task Open_LargeFile_SendsEventsToMemoryMeanwhile(long quicklyChecked)
    {
        using var opened = new ManualResetEventSlim(initialState: true);
        await using var harness = await StoreHarness.OpenAsync(settings: new SqliteSettings
        {
            QuicklyCheckedBytes = quicklyChecked,
            FileSystem = _ =>
            {
                opened.Wait();
                return null;
            },
        });
        await harness.FillAsync(1);
        await harness.Resilient.CloseAsync();
        opened.Reset();
        var opening = harness.OpenAsync();
        SpinWait.SpinUntil(() => quicklyChecked > 0 || harness.Disk.IsChecking, TimeSpan.FromMinutes(1));

        var enqueued = harness.EnqueueAsync(harness.Item("meanwhile"));
        var isAnswered = enqueued.IsCompleted;
        opened.Set();
        await opening;
        Assert.Equal(quicklyChecked == 0, isAnswered);

        Assert.Equal(quicklyChecked == 0 ? EnqueueResult.StoredInMemory : EnqueueResult.Stored, await enqueued);
        await harness.PassAsync(TimeSpan.FromSeconds(2));
        Assert.True(harness.Memory.IsEmpty);
        Assert.Equal(2, (await harness.DrainAsync()).Count);
    }

    private static void Fail(ref int failures)
    {
        if (failures-- > 0)
        {
            throw new InsufficientMemoryException("A fault of the test's.");
        }
    }
}
