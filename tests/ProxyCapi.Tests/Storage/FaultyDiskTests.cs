using Microsoft.Extensions.Diagnostics.HealthChecks;
using ProxyCapi.Delivery;
using ProxyCapi.Storage;
using ProxyCapi.Tests.Storage.Disks;

namespace ProxyCapi.Tests.Storage;

/// <summary>A disk that answers with errors (delivery.md section 7: "EIO on fsync"): nothing is acknowledged that is not on it, and nothing is lost.</summary>
public sealed class FaultyDiskTests : IAsyncLifetime, IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("proxycapi-disk-");
    private readonly FaultyDisk _disk;
    private StoreHarness _harness = null!;

    public FaultyDiskTests() => _disk = new FaultyDisk(Path.Combine(_root.FullName, "outbox"));

    public static TheoryData<string> Changes => [nameof(DiskOperation.Write), nameof(DiskOperation.Sync)];

    public async Task InitializeAsync() => _harness = await StoreHarness.OpenAsync(settings: _disk.Settings, folder: _disk.Folder);

    public async Task DisposeAsync()
    {
        _disk.Fail(null);
        await _harness.DisposeAsync();
    }

    public void Dispose()
    {
        _disk.Dispose();
        if (_root.Exists)
        {
            _root.Delete(recursive: true);
        }
    }

    [Theory, MemberData(nameof(Changes))]
    public async Task Commit_ThatFailsOnce_IsMadeAgainOnAFreshlyOpenedFile(string operation)
    {
        var ids = (await _harness.FillAsync(5)).ToList();
        FailOnce(operation);

        ids.AddRange(await _harness.FillAsync(1));

        Assert.False(_harness.Disk.Status.IsSuspended);
        await CrashAsync();
        Assert.Equal(ids, await _harness.DrainAsync());
    }

    [Theory, MemberData(nameof(Changes))]
    public async Task Commit_ThatFailsForLong_IsNotAcknowledged_AndWaitsInMemory(string operation)
    {
        var ids = (await _harness.FillAsync(5)).ToList();
        FailAll(operation);

        ids.AddRange(await _harness.FillAsync(20, expected: EnqueueResult.StoredInMemory));

        Assert.Equal(StoreTrouble.Io, _harness.Disk.Status.Trouble);
        var health = await _harness.HealthAsync();
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains("(io)", health.Description, StringComparison.Ordinal);
        _disk.Fail(null);
        await _harness.PassAsync(TimeSpan.FromSeconds(20));
        Assert.True(_harness.Memory.IsEmpty);
        await CrashAsync();
        Assert.Equal(ids.Order(), (await _harness.DrainAsync()).Order());
    }

    [Fact]
    public async Task Acknowledgement_WhileSyncsFail_IsRememberedAndWrittenLater()
    {
        await _harness.FillAsync(3);
        var items = await _harness.LeaseAsync(2);
        await _harness.Store.MarkPostingAsync([.. items.Select(item => item.Id)]);
        FailAll(nameof(DiskOperation.Sync));

        await _harness.Store.AcknowledgeAsync([items[0].Id], new Acceptance(null, []));

        Assert.Empty(await _harness.LeaseAsync());
        _disk.Fail(null);
        await _harness.PassAsync(TimeSpan.FromSeconds(20));
        Assert.Equal((1, 1, 0), await CountAsync());
        await CrashAsync();
        Assert.Equal((2, 0, 1), await CountAsync());
    }

    [Fact]
    public async Task Commit_ThatCameThroughAfterItsEventWasSentFromMemory_IsNotSentAgain()
    {
        FailAll(nameof(DiskOperation.Sync));
        await _harness.FillAsync(1, expected: EnqueueResult.StoredInMemory);
        Assert.Single(await _harness.DrainAsync());
        _disk.Fail(null);
        while (_harness.Disk.Status.IsSuspended)
        {
            _harness.Time.Advance(TimeSpan.FromSeconds(1));
            await _harness.TurnAsync();
        }

        // Before memory has told the disk what it has sent.
        Assert.False(_harness.Memory.IsEmpty);
        Assert.Equal(1, await _harness.AskAsync("SELECT count(*) FROM item"));
        Assert.Empty(await _harness.DrainAsync());

        await _harness.PassAsync(TimeSpan.FromSeconds(2));
        Assert.Empty(await _harness.DrainAsync());
        Assert.Equal((0, 0, 0), await CountAsync());
        Assert.Equal(EnqueueResult.Duplicate, await _harness.EnqueueAsync(_harness.Item("e1")));
    }

    [Theory, MemberData(nameof(Changes))]
    public async Task Request_UnderWayWhenTheFileIsOpenedAgain_KeepsItsState(string operation)
    {
        await _harness.FillAsync(3);
        var running = Assert.Single(await _harness.LeaseAsync(1));
        await _harness.Store.MarkPostingAsync([running.Id]);
        FailOnce(operation);
        await _harness.FillAsync(1);

        Assert.Equal((3, 1, 0), await CountAsync());
        await _harness.Store.ParkAsync([running.Id], new Parking(_harness.Time.GetUtcNow()));
        Assert.Equal(1, (await _harness.LeaseAsync()).Single(item => item.Id == running.Id).Attempts);
        Assert.Equal((4, 0, 0), await CountAsync());
    }

    [Fact]
    public async Task Request_WhoseLeaseHasEndedWhenTheFileIsOpenedAgain_StaysWithWhoeverPostsIt()
    {
        await _harness.FillAsync(1);
        var item = Assert.Single(await _harness.LeaseAsync(1, lease: TimeSpan.FromSeconds(10)));
        await _harness.Store.MarkPostingAsync([item.Id]);
        await _harness.PassAsync(TimeSpan.FromSeconds(11));
        FailOnce(nameof(DiskOperation.Sync));
        await _harness.FillAsync(1);

        Assert.Equal((1, 1, 0), await CountAsync());
        Assert.DoesNotContain(await _harness.LeaseAsync(), leased => leased.Id == item.Id);
        await _harness.ReopenAsync();
        Assert.Equal((2, 0, 1), await CountAsync());
    }

    [Fact]
    public async Task Read_ThatFailsOnce_CostsNothing()
    {
        var ids = await _harness.FillAsync(500, size: 2000);
        await _harness.ReopenAsync();
        FailOnce(nameof(DiskOperation.Read));

        Assert.Empty(await _harness.LeaseAsync());
        await _harness.PassAsync(TimeSpan.FromSeconds(2));

        Assert.False(_harness.Disk.Status.IsSuspended);
        Assert.Equal(ids, await _harness.DrainAsync());
        Assert.Empty(_harness.Disk.SetAside);
    }

    [Fact]
    public async Task Read_ThatFailsForLong_RaisesTheAlarmAndKeepsWhatIsThere()
    {
        var ids = (await _harness.FillAsync(500, size: 2000)).ToList();
        await _harness.ReopenAsync();
        FailAll(nameof(DiskOperation.Read));

        Assert.Empty(await _harness.LeaseAsync());
        await _harness.PassAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(StoreTrouble.Io, _harness.Disk.Status.Trouble);
        Assert.Equal(HealthStatus.Unhealthy, (await _harness.HealthAsync()).Status);
        ids.AddRange(await _harness.FillAsync(5, expected: EnqueueResult.StoredInMemory));
        var delivered = (await _harness.DrainAsync()).ToList();
        Assert.Equal(5, delivered.Count);

        _disk.Fail(null);
        await _harness.PassAsync(TimeSpan.FromSeconds(20));
        delivered.AddRange(await _harness.DrainAsync());
        Assert.Equal(ids.Order(), delivered.Order());
        Assert.Empty(_harness.Disk.SetAside);
    }

    [Theory]
    [InlineData(nameof(DiskOperation.Read), StoreTrouble.Io)]
    [InlineData(nameof(DiskOperation.Write), StoreTrouble.Io)]
    [InlineData(nameof(DiskOperation.Sync), StoreTrouble.Io)]
    [InlineData(nameof(DiskOperation.MapIndex), StoreTrouble.Full)]
    public async Task Start_OnADiskThatFails_WaitsInMemoryAndTakesOver(string operation, object trouble)
    {
        var ids = (await _harness.FillAsync(50)).ToList();
        await _harness.Resilient.CloseAsync();
        FailAll(operation);

        await _harness.OpenAsync();
        ids.AddRange(await _harness.FillAsync(5, expected: EnqueueResult.StoredInMemory));

        Assert.Equal((StoreTrouble)trouble, _harness.Disk.Status.Trouble);
        _disk.Fail(null);
        await _harness.PassAsync(TimeSpan.FromSeconds(40));
        Assert.True(_harness.Memory.IsEmpty);
        Assert.Empty(_harness.Disk.SetAside);
        Assert.Equal(ids.Order(), (await _harness.DrainAsync()).Order());
    }

    [Fact]
    public async Task Checkpoint_ThatFails_LosesNothing()
    {
        var ids = (await _harness.FillAsync(100, size: 2000)).ToList();
        _disk.Fail((path, operation) => operation == DiskOperation.Write && path == _harness.Folder.Database);

        await _harness.PassAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(StoreTrouble.Io, _harness.Disk.Status.Trouble);
        ids.AddRange(await _harness.FillAsync(5, expected: EnqueueResult.StoredInMemory));
        _disk.Fail(null);
        await _harness.PassAsync(TimeSpan.FromSeconds(40));
        Assert.Equal(0, new FileInfo(_harness.Folder.Log).Length);
        await CrashAsync();
        Assert.Equal(ids.Order(), (await _harness.DrainAsync()).Order());
    }

    [MountFact]
    public async Task Start_OnADiskThatIsReadOnly_WaitsInMemoryAndTakesOver()
    {
        using var disk = new MountedDisk();
        await using var harness = await StoreHarness.OpenAsync(settings: disk.Settings, folder: disk.Folder);
        var ids = (await harness.FillAsync(5)).ToList();
        await harness.Resilient.CloseAsync();
        disk.MakeReadOnly(true);

        await harness.OpenAsync();
        ids.AddRange(await harness.FillAsync(5, expected: EnqueueResult.StoredInMemory));

        Assert.Equal(StoreTrouble.ReadOnly, harness.Disk.Status.Trouble);
        Assert.Equal(HealthStatus.Unhealthy, (await harness.HealthAsync()).Status);
        disk.MakeReadOnly(false);
        await harness.PassAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(ids.Order(), (await harness.DrainAsync()).Order());
    }

    private void FailAll(string operation)
    {
        var failing = Enum.Parse<DiskOperation>(operation);
        _disk.Fail((_, asked) => asked == failing);
    }

    private void FailOnce(string operation)
    {
        var (failing, left) = (Enum.Parse<DiskOperation>(operation), 1);
        _disk.Fail((_, asked) => asked == failing && Interlocked.Decrement(ref left) == 0);
    }

    private async Task<(long Waiting, long Posting, long InDoubt)> CountAsync()
    {
        var state = await _harness.StateAsync();
        return (state.Waiting, state.Posting, state.InDoubt);
    }

    /// <summary>What stood on the disk at this moment is opened somewhere else.</summary>
    private Task CrashAsync()
    {
        _harness.Settings = new SqliteSettings();
        return _harness.CrashAsync();
    }
}
