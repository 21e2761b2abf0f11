using System.IO.Compression;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ProxyCapi.Configuration;
using ProxyCapi.Delivery;
using ProxyCapi.Storage;
using ProxyCapi.Tests.Storage.Disks;

namespace ProxyCapi.Tests.Storage;

/// <summary>
/// The full disk of delivery.md sections 5.7 and 7. Each fact on a tmpfs where one may be mounted, and everywhere on a disk with a limit at SQLite's
/// border to the operating system.
/// </summary>
public class FullDiskTests
{
    private const int EventSize = 2000;

    public static TheoryData<SmallDiskKind> Disks => MountedDisk.IsAllowed ? [SmallDiskKind.Limit, SmallDiskKind.Tmpfs] : [SmallDiskKind.Limit];

    /// <summary>Where it is skipped, the tmpfs rows of the other tests are not there: the results say so.</summary>
    [MountFact]
    public void Tmpfs_Full_RefusesAByte()
    {
        using var disk = SmallDisk.Create(SmallDiskKind.Tmpfs);
        disk.Fill();

        Assert.Equal(0, disk.Free);
        Assert.Throws<IOException>(() => File.WriteAllBytes(Path.Combine(disk.Folder, "a"), new byte[1]));
    }

    [Theory, MemberData(nameof(Disks))]
    public async Task Insert_OnAFullDisk_GoesToMemoryAndComesBack(SmallDiskKind kind)
    {
        using var disk = SmallDisk.Create(kind);
        await using var harness = await OpenAsync(disk);
        var ids = (await harness.FillAsync(200, size: EventSize)).ToList();
        await harness.PassAsync(TimeSpan.FromSeconds(7));
        disk.Fill();

        ids.AddRange(await harness.FillAsync(500, size: EventSize, expected: EnqueueResult.StoredInMemory));

        Assert.Equal(StoreTrouble.Full, harness.Disk.Status.Trouble);
        var health = await harness.HealthAsync();
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains("500 events wait in memory", health.Description, StringComparison.Ordinal);
        Assert.Equal(EnqueueResult.Duplicate, await harness.EnqueueAsync(harness.Item(ids[0])));
        Assert.Equal(EnqueueResult.DuplicateInMemory, await harness.EnqueueAsync(harness.Item(ids[^1])));

        disk.Clear();
        await harness.PassAsync(TimeSpan.FromSeconds(20));
        Assert.True(harness.Memory.IsEmpty);
        Assert.Equal(HealthStatus.Healthy, (await harness.HealthAsync()).Status);
        await CrashAsync(harness);
        Assert.Equal(ids.Order(), (await harness.DrainAsync()).Order());
    }

    [Theory, MemberData(nameof(Disks))]
    public async Task Delivery_OnAFullDisk_EmptiesItWithTheBallast(SmallDiskKind kind)
    {
        using var disk = SmallDisk.Create(kind);
        await using var harness = await OpenAsync(disk);
        var ids = (await harness.FillAsync(2000, size: EventSize)).ToList();
        await harness.PassAsync(TimeSpan.FromSeconds(7));
        disk.Fill();
        ids.AddRange(await harness.FillAsync(10, expected: EnqueueResult.StoredInMemory));
        Assert.True(File.Exists(harness.Folder.Ballast), "New events have cost the ballast.");

        var delivered = await DrainWhileFullAsync(harness, disk);

        Assert.Equal(ids.Order(), delivered.Order());
        Assert.False(File.Exists(harness.Folder.Ballast));
        Assert.Equal(StoreTrouble.Full, harness.Disk.Status.Trouble);
        Assert.Equal(0, (await harness.StateAsync()).Count);

        disk.Clear();
        await harness.PassAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(Ballast.Length, new FileInfo(harness.Folder.Ballast).Length);
        Assert.False(harness.Disk.Status.IsSuspended);
        Assert.Equal(EnqueueResult.Duplicate, await harness.EnqueueAsync(harness.Item(ids[^1])));
        await CrashAsync(harness);
        Assert.Empty(await harness.DrainAsync());
        Assert.Equal(EnqueueResult.Duplicate, await harness.EnqueueAsync(harness.Item(ids[0])));
    }

    [Theory, MemberData(nameof(Disks))]
    public async Task Insert_AfterTheBallastWasGivenUp_LeavesItsRoomToWhatDeletes(SmallDiskKind kind)
    {
        using var disk = SmallDisk.Create(kind);
        await using var harness = await OpenAsync(disk);
        var ids = (await harness.FillAsync(1000, size: EventSize)).ToList();
        await harness.PassAsync(TimeSpan.FromSeconds(7));
        disk.Fill();
        var delivered = (await DeliverAsync(harness, 100)).ToList();
        await harness.PassAsync(TimeSpan.FromSeconds(1));
        Assert.False(File.Exists(harness.Folder.Ballast));

        for (var second = 0; second < 20; second++)
        {
            ids.AddRange(await harness.FillAsync(100, size: 10 * EventSize, expected: EnqueueResult.StoredInMemory));
            await harness.PassAsync(TimeSpan.FromSeconds(1));
        }

        Assert.True(disk.Free > Ballast.Length / 2, $"{disk.Free} bytes are free.");
        delivered.AddRange(await harness.DrainAsync());
        Assert.Equal(ids.Order(), delivered.Order());
    }

    [Theory, MemberData(nameof(Disks))]
    public async Task Checkpoint_OnAFullDisk_KeepsTheLogAndIsMadeUpFor(SmallDiskKind kind)
    {
        using var disk = SmallDisk.Create(kind);
        await using var harness = await OpenAsync(disk);
        var ids = await harness.FillAsync(500, size: EventSize);
        disk.Fill();

        await harness.PassAsync(TimeSpan.FromSeconds(7));

        Assert.Equal(StoreTrouble.Full, harness.Disk.Status.Trouble);
        Assert.NotEqual(0, new FileInfo(harness.Folder.Log).Length);
        disk.Clear();
        await harness.PassAsync(TimeSpan.FromSeconds(30));
        Assert.False(harness.Disk.Status.IsSuspended);
        Assert.Equal(0, new FileInfo(harness.Folder.Log).Length);
        await CrashAsync(harness);
        Assert.Equal(ids, await harness.DrainAsync());
    }

    [Theory, MemberData(nameof(Disks))]
    public async Task Checkpoint_OnAFullDisk_DoesNotStopDelivery(SmallDiskKind kind)
    {
        using var disk = SmallDisk.Create(kind);
        await using var harness = await OpenAsync(disk);
        var ids = await harness.FillAsync(500, size: EventSize);
        disk.Fill();
        await harness.PassAsync(TimeSpan.FromSeconds(7));

        Assert.Equal(ids.Order(), (await DrainWhileFullAsync(harness, disk)).Order());
    }

    [Theory, MemberData(nameof(Disks))]
    public async Task Start_WithoutRoomForBallast_KeepsAsMuchRoomFree(SmallDiskKind kind)
    {
        using var disk = SmallDisk.Create(kind);
        disk.Fill(leave: 3 * Ballast.Length);
        await using var harness = await OpenAsync(disk);
        Assert.False(File.Exists(harness.Folder.Ballast));
        var ids = (await harness.FillAsync(300, size: EventSize)).ToList();
        await harness.PassAsync(TimeSpan.FromSeconds(7));

        disk.Fill(leave: Ballast.Length - 100_000);
        await harness.PassAsync(TimeSpan.FromSeconds(1));
        ids.AddRange(await harness.FillAsync(100, size: EventSize, expected: EnqueueResult.StoredInMemory));

        Assert.Equal(HealthStatus.Degraded, (await harness.HealthAsync()).Status);
        Assert.Equal(ids.Order(), (await harness.DrainAsync()).Order());
        Assert.Equal(0, (await harness.StateAsync()).Count);
    }

    [Theory, MemberData(nameof(Disks))]
    public async Task Delivery_OnAFullDiskWithoutBallast_ReusesTheLog(SmallDiskKind kind)
    {
        using var disk = SmallDisk.Create(kind);
        disk.Fill(leave: 3 * Ballast.Length);
        await using var harness = await OpenAsync(disk);
        await harness.FillAsync(400, size: EventSize);
        await harness.PassAsync(TimeSpan.FromSeconds(7));

        // What this writes to the log fits into the database, which has the pages already.
        var delivered = (await DeliverAsync(harness, 100)).ToList();
        disk.Fill();
        while (await DeliverAsync(harness, 20) is { Count: > 0 } more)
        {
            delivered.AddRange(more);
        }

        Assert.Equal(400, delivered.Distinct().Count());
        Assert.Equal(0, (await harness.StateAsync()).Count);
    }

    [Theory, MemberData(nameof(Disks))]
    public async Task Delivery_OnADiskWithoutRoomForAMark_WaitsAndSendsNothing(SmallDiskKind kind)
    {
        using var disk = SmallDisk.Create(kind);
        disk.Fill(leave: 3 * Ballast.Length);
        await using var harness = await OpenAsync(disk);
        var ids = (await harness.FillAsync(100, size: EventSize)).ToList();
        await harness.PassAsync(TimeSpan.FromSeconds(7));
        disk.Fill();

        Assert.Empty(await harness.DrainAsync());

        Assert.True(harness.Disk.Status.IsStuck);
        Assert.Contains("is kept", (await harness.HealthAsync()).Description, StringComparison.Ordinal);
        ids.AddRange(await harness.FillAsync(5, expected: EnqueueResult.StoredInMemory));
        var delivered = (await harness.DrainAsync()).ToList();
        Assert.Equal(ids[^5..].Order(), delivered.Order());
        disk.Clear();
        await harness.PassAsync(TimeSpan.FromSeconds(20));
        delivered.AddRange(await harness.DrainAsync());
        Assert.Equal(ids.Order(), delivered.Order());
    }

    [Theory, MemberData(nameof(Disks))]
    public async Task Stop_OnAFullDisk_BringsWhatIsInMemoryToWhereTheBallastWas(SmallDiskKind kind)
    {
        using var disk = SmallDisk.Create(kind);
        await using var harness = await OpenAsync(disk);
        var ids = (await harness.FillAsync(100, size: EventSize)).ToList();
        await harness.PassAsync(TimeSpan.FromSeconds(7));
        disk.Fill();
        ids.AddRange(await harness.FillAsync(300, size: EventSize, expected: EnqueueResult.StoredInMemory));

        Assert.Empty(await harness.Resilient.CloseAsync());

        await harness.OpenAsync();
        Assert.Equal(ids.Order(), (await DrainWhileFullAsync(harness, disk)).Order());
    }

    [Theory, MemberData(nameof(Disks))]
    public async Task Stop_BelowTheFloor_BringsWhatIsInMemoryToTheDisk(SmallDiskKind kind)
    {
        using var disk = SmallDisk.Create(kind);
        await using var harness = await OpenAsync(disk, options => options.MinFreeBytes = 32 * 1024 * 1024);
        disk.Fill(leave: 20 * 1024 * 1024);
        await harness.PassAsync(TimeSpan.FromSeconds(1));
        var ids = await harness.FillAsync(50, size: EventSize, expected: EnqueueResult.StoredInMemory);

        Assert.Empty(await harness.Resilient.CloseAsync());

        await harness.OpenAsync();
        Assert.Equal(ids.Order(), (await harness.DrainAsync()).Order());
    }

    [Theory, MemberData(nameof(Disks))]
    public async Task Start_OnAFullDisk_DrainsWhatIsThere(SmallDiskKind kind)
    {
        using var disk = SmallDisk.Create(kind);
        await using var harness = await OpenAsync(disk);
        var ids = (await harness.FillAsync(100, size: EventSize)).ToList();
        var posted = await harness.LeaseAsync(10);
        await harness.Store.MarkPostingAsync([.. posted.Select(item => item.Id)]);
        await harness.Resilient.CloseAsync();
        disk.Fill();

        await harness.OpenAsync();
        ids.AddRange(await harness.FillAsync(5, expected: EnqueueResult.StoredInMemory));

        var delivered = (await DrainWhileFullAsync(harness, disk)).ToList();
        await harness.PassAsync(TimeSpan.FromSeconds(60));
        delivered.AddRange(await DrainWhileFullAsync(harness, disk));
        Assert.Equal(ids.Order(), delivered.Order());
    }

    [Theory, MemberData(nameof(Disks))]
    public async Task Start_ForTheFirstTimeOnAFullDisk_WaitsInMemory(SmallDiskKind kind)
    {
        using var disk = SmallDisk.Create(kind);
        disk.Fill();
        await using var harness = await OpenAsync(disk);
        var ids = await harness.FillAsync(5, expected: EnqueueResult.StoredInMemory);

        Assert.Equal(StoreTrouble.Full, harness.Disk.Status.Trouble);
        Assert.Equal(HealthStatus.Unhealthy, (await harness.HealthAsync()).Status);
        disk.Clear();
        await harness.PassAsync(TimeSpan.FromSeconds(20));
        Assert.True(harness.Memory.IsEmpty);
        await CrashAsync(harness);
        Assert.Equal(ids.Order(), (await harness.DrainAsync()).Order());
    }

    [Theory, MemberData(nameof(Disks))]
    public async Task Ballast_TakesItsRoomForReal(SmallDiskKind kind)
    {
        using var disk = SmallDisk.Create(kind);
        var before = disk.Free;
        await using var harness = await OpenAsync(disk);

        Assert.True(before - disk.Free >= Ballast.Length, $"{before - disk.Free} bytes are taken.");
        using var compressed = new MemoryStream();
        await using (var file = File.OpenRead(harness.Folder.Ballast))
        await using (var compression = new BrotliStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await file.CopyToAsync(compression);
        }

        Assert.True(compressed.Length >= Ballast.Length, "A file system that compresses would give nothing back.");
    }

    [Fact]
    public async Task Ballast_OfWhichACrashLeftAPart_IsMadeAnew()
    {
        await using var harness = await StoreHarness.OpenAsync(prepare: folder =>
        {
            folder.Create();
            File.WriteAllBytes(folder.Ballast, new byte[1000]);
        });

        Assert.Equal(Ballast.Length, new FileInfo(harness.Folder.Ballast).Length);
    }

    [Theory, MemberData(nameof(Disks))]
    public async Task Floor_Reached_KeepsNewEventsInMemoryAndGoesOnDelivering(SmallDiskKind kind)
    {
        using var disk = SmallDisk.Create(kind);
        await using var harness = await OpenAsync(disk, options => options.MinFreeBytes = 32 * 1024 * 1024);
        var ids = (await harness.FillAsync(100, size: EventSize)).ToList();
        disk.Fill(leave: 20 * 1024 * 1024);
        await harness.PassAsync(TimeSpan.FromSeconds(1));

        ids.AddRange(await harness.FillAsync(50, size: EventSize, expected: EnqueueResult.StoredInMemory));
        await harness.FillAsync(1, Lane.Other, expected: EnqueueResult.Shed);

        Assert.Equal(HealthStatus.Degraded, (await harness.HealthAsync()).Status);
        Assert.Equal(0, await harness.AskAsync("SELECT count(*) FROM item WHERE lane = 1"));
        var delivered = (await DeliverAsync(harness, 60)).ToList();
        disk.Clear();
        await harness.PassAsync(TimeSpan.FromSeconds(3));
        Assert.True(harness.Memory.IsEmpty);
        delivered.AddRange(await harness.DrainAsync());
        Assert.Equal(ids.Order(), delivered.Order());
    }

    [Theory, MemberData(nameof(Disks))]
    public async Task Delivery_GivesTheRoomBackToTheDisk(SmallDiskKind kind)
    {
        using var disk = SmallDisk.Create(kind);
        await using var harness = await OpenAsync(disk);
        var before = disk.Free;
        await harness.FillAsync(2000, size: EventSize);
        await harness.PassAsync(TimeSpan.FromSeconds(7));
        Assert.True(before - disk.Free > 4_000_000);

        await harness.DrainAsync();
        await harness.PassAsync(TimeSpan.FromSeconds(20));

        Assert.True(before - disk.Free < 1_000_000, $"{before - disk.Free} bytes did not come back.");
    }

    private static Task<StoreHarness> OpenAsync(SmallDisk disk, Action<DeliveryOptions>? configure = null) =>
        StoreHarness.OpenAsync(configure: configure, settings: disk.Settings, folder: disk.Folder);

    /// <summary>What stood on the small disk at this moment is opened somewhere else.</summary>
    private static Task CrashAsync(StoreHarness harness)
    {
        harness.Settings = new SqliteSettings();
        return harness.CrashAsync();
    }

    private static async Task<IReadOnlyList<string>> DeliverAsync(StoreHarness harness, int count)
    {
        var items = await harness.LeaseAsync(count);
        var ids = items.Select(item => item.Id).ToArray();
        await harness.Store.MarkPostingAsync(ids);
        await harness.Store.AcknowledgeAsync(ids, new Acceptance(null, []));
        return [.. items.Select(item => item.Item.EventId)];
    }

    /// <summary>Delivers everything while somebody takes whatever becomes free beyond the ballast's room.</summary>
    private static async Task<IReadOnlyList<string>> DrainWhileFullAsync(StoreHarness harness, SmallDisk disk)
    {
        var delivered = new List<string>();
        while (await DeliverAsync(harness, 100) is { Count: > 0 } more)
        {
            delivered.AddRange(more);
            await harness.PassAsync(TimeSpan.FromSeconds(1));
            disk.Fill(leave: Ballast.Length);
        }

        return delivered;
    }
}
