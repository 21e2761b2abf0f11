using ProxyCapi.Delivery;

namespace ProxyCapi.Tests.Storage;

/// <summary>SQLite passes over everything behind a damage in its log and says that all is well (delivery.md section 3.4): the store looks for itself.</summary>
public class LogDamageTests
{
    private const int FrameSize = 8192 + 24;

    public static TheoryData<string> Damages => ["header", "salt", "frame", "page", "zeroed"];

    [Theory, MemberData(nameof(Damages))]
    public async Task Open_LogDamagedBeforeTheFirstMark_TellsAndDoubtsWhatIsLeft(string damage)
    {
        await using var harness = await StoreHarness.OpenAsync();
        await harness.FillAsync(2);
        await harness.PassAsync(TimeSpan.FromSeconds(7));
        Assert.Equal(0, new FileInfo(harness.Folder.Log).Length);

        // The mark knows of the first two; what happens to them now is lost with the log.
        var sent = (await harness.LeaseAsync(1))[0];
        await harness.Store.MarkPostingAsync([sent.Id]);
        await harness.Store.AcknowledgeAsync([sent.Id], new Acceptance(null, []));
        await harness.FillAsync(1);
        await harness.FillAsync(1);
        await harness.CrashAsync(folder => Damage(folder.Log, damage));

        Assert.Contains(harness.Logs.GetSnapshot(), record => record.Id.Id == 1701);
        var aside = Assert.Single(harness.Disk.SetAside);
        Assert.True(new FileInfo(Path.Combine(aside, "outbox.db-wal")).Length > FrameSize);
        var items = await harness.LeaseAsync();
        Assert.Equal(2, items.Count);
        Assert.All(items, item => Assert.NotNull(item.DoubtSince));

        // It is told once: what stands behind the damage does not stay.
        await harness.FillAsync(1);
        await harness.CrashAsync();
        Assert.Empty(harness.Disk.SetAside);
        Assert.DoesNotContain(harness.Logs.GetSnapshot(), record => record.Id.Id == 1701);
    }

    [Fact]
    public async Task Open_LogWithOldFramesBehindItsEnd_TellsNothing()
    {
        await using var harness = await StoreHarness.OpenAsync();
        await harness.FillAsync(300, size: 2000);

        // The log begins again from its start, over what it held before.
        await harness.AskAsync("PRAGMA page_count");
        await harness.Disk.LookAfterAsync();
        Checkpoint(harness);
        for (var i = 0; i < 3; i++)
        {
            await harness.FillAsync(1);
        }

        await harness.CrashAsync();

        Assert.Empty(harness.Disk.SetAside);
        Assert.Equal(303, (await harness.DrainAsync()).Count);
    }

    [Fact]
    public async Task Open_LogWhoseLastCommitIsTorn_TellsNothing()
    {
        // As a power cut leaves it: whoever wrote that commit was never told that it was on disk.
        await using var harness = await StoreHarness.OpenAsync();
        var ids = await harness.FillAsync(2);
        var before = new FileInfo(harness.Folder.Log).Length;
        await harness.AskAsync("SELECT 1");
        await harness.Disk.WriteAsync(session => { session.Run("UPDATE item SET note = 'x'"); return true; });
        await harness.CrashAsync(folder =>
        {
            using var file = new FileStream(folder.Log, FileMode.Open);
            Assert.True(file.Length > before);
            file.Position = before;
            file.Write(new byte[100]);
        });

        Assert.Empty(harness.Disk.SetAside);
        Assert.Equal(ids, await harness.DrainAsync());
    }

    [Fact]
    public async Task Open_LogDamagedWhereTheLastCommitButOneEnds_Tells()
    {
        await using var harness = await StoreHarness.OpenAsync();
        await harness.FillAsync(1);
        await harness.FillAsync(1);
        var end = new FileInfo(harness.Folder.Log).Length;
        await harness.FillAsync(1);
        await harness.CrashAsync(folder =>
        {
            using var file = new FileStream(folder.Log, FileMode.Open);
            file.Position = end - FrameSize;
            file.Write([.. Enumerable.Repeat((byte)0xA5, 64)]);
        });

        Assert.Contains(harness.Logs.GetSnapshot(), record => record.Id.Id == 1701);
        Assert.Single(harness.Disk.SetAside);
    }

    private static void Checkpoint(StoreHarness harness)
    {
        using var connection = harness.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        command.ExecuteNonQuery();
        Assert.True(new FileInfo(harness.Folder.Log).Length > 50 * FrameSize);
    }

    private static void Damage(string log, string damage)
    {
        using var file = new FileStream(log, FileMode.Open);
        var (at, length) = damage switch
        {
            "header" => (4, 4),
            "salt" => (16, 4),
            "frame" => (32 + 8, 4),
            "page" => (32 + 24 + 100, 16),
            _ => (0, 4096),
        };
        file.Position = at;
        file.Write(damage == "zeroed" ? new byte[length] : [.. Enumerable.Repeat((byte)0xA5, length)]);
    }
}
