using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using ProxyCapi.Delivery;
using ProxyCapi.Storage;

namespace ProxyCapi.Tests.Storage;

public class SealingTests
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;

    [Theory]
    [InlineData("UPDATE item SET body = substr(body, 1, 40) || CASE substr(body, 41, 1) WHEN x'FF' THEN x'00' ELSE x'FF' END || substr(body, 42) WHERE id = (SELECT min(id) FROM item)", 1)]
    [InlineData("UPDATE item SET body = x'00' WHERE id = (SELECT min(id) FROM item)", 1)]
    [InlineData("UPDATE item SET event_name = 'Lead' WHERE id = (SELECT min(id) FROM item)", 1)]
    [InlineData("UPDATE item SET key_id = key_id + 1 WHERE id = (SELECT min(id) FROM item)", 1)]
    [InlineData("UPDATE item SET body = (SELECT body FROM item WHERE id = (SELECT max(id) FROM item)) WHERE id = (SELECT min(id) FROM item)", 1)]
    [InlineData("UPDATE item SET id = id - 100000", 5)]
    public async Task Lease_RowThatWasChanged_BecomesADeadLetterAndTheRestGoesOn(string change, int dead)
    {
        await using var harness = await StoreHarness.OpenAsync();
        var ids = await harness.FillAsync(5);
        await harness.Disk.WriteAsync(session => { session.Run(change); return true; });

        var delivered = await harness.DrainAsync();

        Assert.Equal(ids.Skip(dead), delivered);
        Assert.Equal(dead, (await harness.StateAsync()).Dead);
        Assert.Equal(dead, await harness.AskAsync("SELECT count(*) FROM item WHERE state = 2 AND reason = 'undecryptable'"));
    }

    [Fact]
    public async Task Lease_RowOfAnotherPixel_IsNotSent()
    {
        await using var harness = await StoreHarness.OpenAsync();
        await harness.FillAsync(1);
        await harness.Disk.WriteAsync(session => { session.Run("UPDATE item SET pixel = 'second'"); return true; });

        Assert.Empty(await harness.LeaseAsync(pixel: "second"));
        Assert.Equal(1, (await harness.StateAsync()).Dead);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Files_AreTheOwnersAlone()
    {
        await using var harness = await StoreHarness.OpenAsync();
        await harness.FillAsync(5);
        Assert.Equal(OwnersFolder, File.GetUnixFileMode(harness.Folder.Path));
        Assert.All(["outbox.db", "outbox.db-wal", "outbox.db-shm", "outbox.key", "outbox.mark", "outbox.lock", "outbox.ballast"], name =>
            Assert.Equal(OwnersFile, File.GetUnixFileMode(Path.Combine(harness.Folder.Path, name))));

        await harness.PassAsync(TimeSpan.FromSeconds(7));
        await harness.CrashAsync(folder => File.WriteAllText(folder.Database, new string('?', 10_000)));
        await harness.PassAsync(TimeSpan.FromSeconds(2));

        var aside = Assert.Single(harness.Disk.SetAside);
        Assert.Equal(OwnersFolder, File.GetUnixFileMode(aside));
        Assert.All(Directory.EnumerateFiles(aside).Where(file => Path.GetFileName(file) != "outbox.db"), file => Assert.Equal(OwnersFile, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task Files_HoldNothingOfAnEventThatCanBeRead()
    {
        await using var harness = await StoreHarness.OpenAsync();
        var hash = Convert.ToHexStringLower(SHA256.HashData("mara@example.com"u8));
        string[] markers = [hash, "marker-event-id", "marker-order-id", "marker-trace"];
        var item = harness.Item() with
        {
            EventId = markers[1],
            DedupeKey = markers[2],
            TraceParent = markers[3],
            Payload = Encoding.UTF8.GetBytes($$"""{"user_data": {"em": "{{hash}}" }, "event_id": "marker-event-id", "custom_data": {"order_id": "marker-order-id" } }"""),
        };
        await harness.EnqueueAsync(item);
        await harness.EnqueueAsync(item with { DedupeKey = "second", EventId = "marker-event-id" });
        await harness.LeaseAsync(1);
        AssertSealed();
        await harness.PassAsync(TimeSpan.FromSeconds(7));
        AssertSealed();
        await harness.ReopenAsync();
        await harness.DrainAsync();
        AssertSealed();

        void AssertSealed()
        {
            foreach (var file in Directory.EnumerateFiles(harness.Folder.Path, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
            {
                using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                using var bytes = new MemoryStream();
                stream.CopyTo(bytes);
                Assert.All(markers, marker => Assert.True(
                    bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(marker)) < 0, $"{Path.GetFileName(file)} holds {marker}"));
            }
        }
    }

    [Fact]
    public async Task KeyFile_After90Days_HasANewKeyOnTopAndOldRowsOpen()
    {
        await using var harness = await StoreHarness.OpenAsync();
        var old = await harness.FillAsync(2);
        var first = File.ReadAllLines(harness.Folder.Keys);
        harness.Time.WallOffset += TimeSpan.FromDays(89);
        await harness.ReopenAsync();
        Assert.Equal(first, File.ReadAllLines(harness.Folder.Keys));

        harness.Time.WallOffset += TimeSpan.FromDays(2);
        await harness.ReopenAsync();

        var lines = File.ReadAllLines(harness.Folder.Keys);
        Assert.Equal(first, lines[1..]);
        var recent = await harness.FillAsync(2);
        Assert.Equal(2, await harness.AskAsync("SELECT count(DISTINCT key_id) FROM item"));
        Assert.Equal([.. old, .. recent], await harness.DrainAsync());
    }

    [Fact]
    public async Task ConfiguredKeys_TheFirstSealsAndAllOpen()
    {
        string[] keys = [.. Enumerable.Range(0, 2).Select(_ => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))];
        await using var harness = await StoreHarness.OpenAsync();
        var generated = await harness.FillAsync(1);
        harness.Options.EncryptionKeys = [keys[0]];
        await harness.ReopenAsync();
        var first = await harness.FillAsync(1);
        harness.Options.EncryptionKeys = [keys[1], keys[0]];
        await harness.ReopenAsync();
        var second = await harness.FillAsync(1);

        Assert.Equal(3, await harness.AskAsync("SELECT count(DISTINCT key_id) FROM item"));
        Assert.Equal([.. generated, .. first, .. second], await harness.DrainAsync());
    }

    [Fact]
    public async Task ConfiguredKeys_WithoutAKeyFile_MakeNone()
    {
        await using var harness = await StoreHarness.OpenAsync(configure: options => options.EncryptionKeys = [Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))]);
        await harness.FillAsync(1);
        await harness.PassAsync(TimeSpan.FromSeconds(2));

        Assert.False(File.Exists(harness.Folder.Keys));
        Assert.Single(await harness.DrainAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-11-23T12:00:00Z not-a-key\n")]
    public async Task KeyFile_LostOrDamaged_TurnsItsRowsToDeadLettersAndTakesNewEvents(string? content)
    {
        await using var harness = await StoreHarness.OpenAsync();
        var lost = await harness.FillAsync(3);
        await harness.CrashAsync(folder =>
        {
            File.Delete(folder.Keys);
            if (content is not null)
            {
                File.WriteAllText(folder.Keys, content);
            }
        });
        Assert.Equal(EnqueueResult.Duplicate, await harness.EnqueueAsync(harness.Item(lost[0])));
        var next = await harness.FillAsync(2);

        Assert.Equal(next, await harness.DrainAsync());
        Assert.Equal(3, (await harness.StateAsync()).Dead);
        Assert.Equal(content is null ? 0 : 1, Directory.GetDirectories(harness.Folder.Path, "damaged-key-*").Length);
    }

    [Fact]
    public void KeyFile_OneLineDamaged_KeepsTheOthers()
    {
        var root = Directory.CreateTempSubdirectory("proxycapi-key-");
        try
        {
            var folder = new StoreFolder(root.FullName);
            var start = DateTimeOffset.Parse("2026-01-01T00:00:00Z", CultureInfo.InvariantCulture);
            var first = new KeyFile(folder).Open(start).Current;
            var second = new KeyFile(folder).Open(start.AddDays(91)).Current;
            var lines = File.ReadAllLines(folder.Keys);
            File.WriteAllLines(folder.Keys, ["garbage", .. lines]);

            var ring = new KeyFile(folder).Open(start.AddDays(92));

            Assert.Equal(second.Id, ring.Current.Id);
            Assert.NotNull(ring.Find(first.Id));
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Fact]
    public void KeyFile_OneLineDamaged_IsKeptWhenTheNextKeyComes()
    {
        var root = Directory.CreateTempSubdirectory("proxycapi-key-");
        try
        {
            var folder = new StoreFolder(root.FullName);
            var start = DateTimeOffset.Parse("2026-01-01T00:00:00Z", CultureInfo.InvariantCulture);
            new KeyFile(folder).Open(start);
            var damaged = File.ReadAllLines(folder.Keys)[0].Replace('=', '-');
            new KeyFile(folder).Open(start.AddDays(91));
            var good = File.ReadAllLines(folder.Keys)[0];
            File.WriteAllLines(folder.Keys, [good, "", damaged]);

            new KeyFile(folder).Open(start.AddDays(182));

            Assert.Equal([good, damaged], File.ReadAllLines(folder.Keys)[1..]);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }
}
