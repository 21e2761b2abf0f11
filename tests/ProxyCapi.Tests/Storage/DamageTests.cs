using System.Buffers.Binary;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;
using ProxyCapi.Storage;

namespace ProxyCapi.Tests.Storage;

/// <summary>The damage table of delivery.md section 7: the store opens, the rest is delivered or brought back, the files are kept.</summary>
public class DamageTests
{
    private const int PageSize = 8192;
    private const int FrameSize = PageSize + 24;

    public static TheoryData<string> LogDamages => ["bytes", "zeroed", "cut", "garbage behind"];

    [Theory, MemberData(nameof(LogDamages))]
    public async Task Open_DamagedLog_KeepsWhatStandsBeforeTheDamageAndTells(string damage)
    {
        await using var harness = await StoreHarness.OpenAsync();
        var ids = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            ids.AddRange(await harness.FillAsync(5, size: 2000));
        }

        await harness.PassAsync(TimeSpan.FromSeconds(1));
        var length = new FileInfo(harness.Folder.Log).Length;
        Assert.True(length > 40 * FrameSize);

        await harness.CrashAsync(folder => Edit(folder.Log, log =>
        {
            switch (damage)
            {
                case "bytes":
                    Write(log, length / 2, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
                    break;
                case "zeroed":
                    Write(log, length / 2, new byte[4096]);
                    break;
                case "cut":
                    log.SetLength(length - 1000);
                    break;
                default:
                    Write(log, length, new byte[3000]);
                    break;
            }
        }));

        var delivered = await harness.DrainAsync();
        Assert.Equal(ids.Take(delivered.Count), delivered);
        if (damage == "garbage behind")
        {
            Assert.Equal(ids.Count, delivered.Count);
            Assert.Empty(harness.Disk.SetAside);
            return;
        }

        Assert.InRange(delivered.Count, damage == "cut" ? 90 : 20, 99);
        var aside = Assert.Single(harness.Disk.SetAside);
        Assert.True(new FileInfo(Path.Combine(aside, "outbox.db-wal")).Length > 0);
        Assert.Equal(HealthStatus.Degraded, (await harness.HealthAsync()).Status);
        Assert.Contains(harness.Logs.GetSnapshot(), record => record.Id.Id == 1701);

        // It is told once, and the ids that were lost are not given out again.
        await harness.FillAsync(1);
        await harness.PassAsync(TimeSpan.FromSeconds(1));
        await harness.ReopenAsync();
        Assert.Empty(harness.Disk.SetAside);
        Assert.Single(await harness.DrainAsync());
    }

    [Theory]
    [InlineData("item", true, 2)]
    [InlineData("item", false, 2)]
    [InlineData("item_by_lane", true, 0)]
    [InlineData("item_by_lane", false, 0)]
    [InlineData("seen", false, 0)]
    public async Task Open_DamagedPage_BringsTheRestBack(string tree, bool isZeroed, int lost)
    {
        await using var harness = await StoreHarness.OpenAsync();
        var ids = await harness.FillAsync(500, size: 2000);
        await harness.PassAsync(TimeSpan.FromSeconds(7));
        var page = await LeafAsync(harness, tree, 1);

        await harness.CrashAsync(folder => Edit(folder.Database, file => Write(file, (page - 1) * PageSize, isZeroed ? new byte[PageSize] : Garbage(PageSize))));
        await harness.PassAsync(TimeSpan.FromSeconds(2));

        var delivered = await harness.DrainAsync();
        Assert.InRange(delivered.Count, 500 - (lost * 4), 500);
        Assert.Equal(delivered.Count, delivered.Distinct().Count());
        Assert.Subset(ids.ToHashSet(), delivered.ToHashSet());
        await AssertSetAsideAsync(harness, "outbox.db");
        Assert.Contains(harness.Logs.GetSnapshot(), record => record.Id.Id == 1730 && record.Message.StartsWith($"{delivered.Count} ", StringComparison.Ordinal));
        Assert.Equal(EnqueueResult.Duplicate, await harness.EnqueueAsync(harness.Item(delivered[0])));
    }

    [Fact]
    public async Task Read_DamageThatTheStartDidNotSee_IsFoundAndTheRestBroughtBack()
    {
        await using var harness = await StoreHarness.OpenAsync();
        await harness.FillAsync(500, size: 2000);
        await harness.PassAsync(TimeSpan.FromSeconds(7));
        var page = await LeafAsync(harness, "item", 3);
        await harness.Resilient.CloseAsync();
        Edit(harness.Folder.Database, file => Write(file, (page - 1) * PageSize, Garbage(PageSize)));
        await harness.OpenAsync();
        Assert.Empty(harness.Disk.SetAside);

        var delivered = (await harness.DrainAsync()).ToList();
        await harness.PassAsync(TimeSpan.FromSeconds(3));
        delivered.AddRange(await harness.DrainAsync());

        Assert.InRange(delivered.Count, 492, 499);
        Assert.Equal(delivered.Count, delivered.Distinct().Count());
        await AssertSetAsideAsync(harness, "outbox.db");
    }

    [Fact]
    public async Task Lease_ThatMeetsDamageMidway_FreesItsRowsAtOnce()
    {
        await using var harness = await StoreHarness.OpenAsync();
        var ids = new List<string>();
        for (var i = 0; i < 50; i++)
        {
            ids.AddRange(await harness.FillAsync(10, size: 2000));
            harness.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        await harness.PassAsync(TimeSpan.FromSeconds(7));
        var page = await LeafAsync(harness, "item", 100);
        await harness.Resilient.CloseAsync();
        Edit(harness.Folder.Database, file => Write(file, (page - 1) * PageSize, Garbage(PageSize)));
        await harness.OpenAsync();

        Assert.Empty(await harness.LeaseAsync());
        await harness.PassAsync(TimeSpan.FromSeconds(3));

        Assert.Equal(ids[0], (await harness.LeaseAsync())[0].Item.EventId);
    }

    [Theory]
    [InlineData("header")]
    [InlineData("garbage")]
    [InlineData("empty")]
    public async Task Open_NoDatabase_BeginsANewOneAndKeepsTheFile(string damage)
    {
        await using var harness = await StoreHarness.OpenAsync();
        await harness.FillAsync(50);
        await harness.PassAsync(TimeSpan.FromSeconds(7));
        await harness.CrashAsync(folder => Edit(folder.Database, file =>
        {
            switch (damage)
            {
                case "header":
                    Write(file, 0, Garbage(100));
                    break;
                case "garbage":
                    file.SetLength(0);
                    Write(file, 0, Garbage(50_000));
                    break;
                default:
                    file.SetLength(0);
                    break;
            }
        }));
        await harness.PassAsync(TimeSpan.FromSeconds(2));

        var next = await harness.FillAsync(3);
        Assert.Subset((await harness.DrainAsync()).ToHashSet(), next.ToHashSet());
        Assert.False(harness.Disk.Status.IsSuspended);
        if (damage != "empty")
        {
            await AssertSetAsideAsync(harness, "outbox.db");
        }
        else
        {
            Assert.Contains(harness.Logs.GetSnapshot(), record => record.Id.Id == 1701);
        }
    }

    [Fact]
    public async Task Open_NewerSchema_IsRefusedUntouched()
    {
        await using var harness = await StoreHarness.OpenAsync();
        await harness.FillAsync(5);
        await harness.Disk.WriteAsync(session => { session.Run("PRAGMA user_version = 99"); return true; });
        await harness.Resilient.CloseAsync();
        var before = File.ReadAllBytes(harness.Folder.Database);

        await harness.OpenAsync();

        Assert.Equal(StoreTrouble.Newer, harness.Disk.Status.Trouble);
        Assert.Equal(HealthStatus.Unhealthy, (await harness.HealthAsync()).Status);
        Assert.Equal(EnqueueResult.StoredInMemory, await harness.EnqueueAsync(harness.Item("memory")));
        Assert.Equal(["memory"], await harness.DrainAsync());
        await harness.Resilient.CloseAsync();
        Assert.Equal(before, File.ReadAllBytes(harness.Folder.Database));
    }

    [Fact]
    public async Task Open_SecondOnTheFolder_WaitsInMemoryAndTakesOver()
    {
        await using var first = await StoreHarness.OpenAsync();
        await first.FillAsync(2);
        await using var second = await StoreHarness.OpenAsync(folder: first.Folder.Path);
        Assert.Equal(StoreTrouble.InUse, second.Disk.Status.Trouble);
        Assert.Equal(EnqueueResult.StoredInMemory, await second.EnqueueAsync(second.Item("of-second")));
        Assert.Equal(1, (await second.StateAsync()).InMemory);

        await first.Resilient.CloseAsync();
        await second.PassAsync(TimeSpan.FromSeconds(20));

        Assert.False(second.Disk.Status.IsSuspended);
        Assert.Equal(0, (await second.StateAsync()).InMemory);
        Assert.Equal(["e1", "e2", "of-second"], (await second.DrainAsync()).Order());
    }

    [Fact]
    public async Task Open_FolderThatIsAFile_WaitsInMemory()
    {
        await using var harness = await StoreHarness.OpenAsync(prepare: folder => File.WriteAllText(folder.Path, ""));

        Assert.Equal(StoreTrouble.ReadOnly, harness.Disk.Status.Trouble);
        Assert.Equal(EnqueueResult.StoredInMemory, await harness.EnqueueAsync(harness.Item("a")));
        Assert.Equal(EnqueueResult.DuplicateInMemory, await harness.EnqueueAsync(harness.Item("a")));
        Assert.Equal(HealthStatus.Unhealthy, (await harness.HealthAsync()).Status);

        File.Delete(harness.Folder.Path);
        await harness.PassAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(0, (await harness.StateAsync()).InMemory);
        Assert.Equal(["a"], await harness.DrainAsync());
    }

    [Fact]
    public async Task Folder_DeletedWhileRunning_IsWrittenAnew()
    {
        await using var harness = await StoreHarness.OpenAsync();
        var ids = (await harness.FillAsync(10)).ToList();
        Directory.Delete(harness.Folder.Path, recursive: true);
        ids.AddRange(await harness.FillAsync(2));

        await harness.PassAsync(TimeSpan.FromSeconds(2));
        ids.AddRange(await harness.FillAsync(2));
        await harness.CrashAsync();

        Assert.Equal(ids, await harness.DrainAsync());
        Assert.Equal(0, (await harness.StateAsync()).Dead);
    }

    [Fact]
    public async Task Lock_OfAnotherProgram_SendsEventsToMemoryAndBack()
    {
        await using var harness = await StoreHarness.OpenAsync();
        var ids = (await harness.FillAsync(3)).ToList();
        using (var other = harness.Connect())
        {
            Run(other, "BEGIN EXCLUSIVE");
            ids.AddRange(await harness.FillAsync(3, expected: EnqueueResult.StoredInMemory));
            Assert.Equal(EnqueueResult.Duplicate, await harness.EnqueueAsync(harness.Item(ids[0])));
            Assert.Equal(EnqueueResult.DuplicateInMemory, await harness.EnqueueAsync(harness.Item(ids[^1])));
            Assert.Equal(StoreTrouble.Locked, harness.Disk.Status.Trouble);
            Assert.Equal(3, harness.Memory.Count);
            Run(other, "ROLLBACK");
        }

        await harness.PassAsync(TimeSpan.FromSeconds(20));
        Assert.True(harness.Memory.IsEmpty);
        Assert.Equal(EnqueueResult.Duplicate, await harness.EnqueueAsync(harness.Item(ids[^1])));
        await harness.CrashAsync();
        Assert.Equal(ids.Order(), (await harness.DrainAsync()).Order());
    }

    [Fact]
    public async Task Close_BringsMemoryToTheDisk_HeldItemsToo()
    {
        var failing = false;
        await using var harness = await StoreHarness.OpenAsync(settings: new SqliteSettings { BeforeCommit = () => Fault.Throw(failing, Fault.Full) });
        failing = true;
        await harness.FillAsync(3, expected: EnqueueResult.StoredInMemory);
        var held = Assert.Single(await harness.LeaseAsync(1));
        await harness.Store.MarkPostingAsync([held.Id]);
        failing = false;
        await harness.PassAsync(TimeSpan.FromSeconds(16));

        await harness.ReopenAsync();

        var state = await harness.StateAsync();
        Assert.Equal((3, 1, 0), (state.Waiting, state.InDoubt, state.InMemory));
    }

    [Fact]
    public async Task Memory_WhatEndedThere_IsNotLostWhenTheDiskFailsAgain()
    {
        var failing = false;
        await using var harness = await StoreHarness.OpenAsync(settings: new SqliteSettings { BeforeCommit = () => Fault.Throw(failing, Fault.Full) });
        failing = true;
        await harness.FillAsync(3, expected: EnqueueResult.StoredInMemory);
        var items = await harness.LeaseAsync();
        await harness.Store.AcknowledgeAsync([items[0].Id], new Acceptance(null, []));
        await harness.Store.DeadLetterAsync([items[1].Id, items[2].Id], new DeadLetter(EventReason.Rejected));
        await harness.PassAsync(TimeSpan.FromSeconds(20));
        failing = false;
        await harness.PassAsync(TimeSpan.FromSeconds(20));
        await harness.CrashAsync();

        Assert.Equal(2, (await harness.StateAsync()).Dead);
        Assert.Equal(EnqueueResult.Duplicate, await harness.EnqueueAsync(harness.Item(items[0].Item.EventId)));
    }

    private static async Task AssertSetAsideAsync(StoreHarness harness, string file)
    {
        var aside = Assert.Single(harness.Disk.SetAside);
        Assert.StartsWith(Path.Combine(harness.Folder.Path, "damaged-"), aside, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(aside, file)));
        var health = await harness.HealthAsync();
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains(aside, health.Description, StringComparison.Ordinal);
    }

    /// <summary>The number of a leaf page of a tree whose root stands right above its leaves (https://www.sqlite.org/fileformat2.html section 1.6).</summary>
    private static async Task<long> LeafAsync(StoreHarness harness, string tree, int index)
    {
        var root = await harness.AskAsync($"SELECT rootpage FROM sqlite_schema WHERE name = '{tree}'");
        await harness.PassAsync(TimeSpan.FromSeconds(7));
        var page = new byte[PageSize];
        using var file = new FileStream(harness.Folder.Database, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = (root - 1) * PageSize;
        file.ReadExactly(page);
        Assert.True(page[0] is 2 or 5, "The root is not above other pages.");
        const int InteriorHeader = 12;
        return BinaryPrimitives.ReadUInt32BigEndian(page.AsSpan(BinaryPrimitives.ReadUInt16BigEndian(page.AsSpan(InteriorHeader + (2 * index)))));
    }

    private static void Run(Microsoft.Data.Sqlite.SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static byte[] Garbage(int length)
    {
        var bytes = new byte[length];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private static void Edit(string path, Action<FileStream> edit)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        edit(file);
    }

    private static void Write(FileStream file, long at, byte[] bytes)
    {
        file.Position = at;
        file.Write(bytes);
    }
}
