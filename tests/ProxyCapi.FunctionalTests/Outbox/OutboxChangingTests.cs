using Microsoft.Data.Sqlite;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;
using ProxyCapi.Storage;

namespace ProxyCapi.FunctionalTests.Outbox;

public sealed class OutboxChangingTests
{
    private static readonly DeadLetter Refused = new(EventReason.Rejected, 100, 2804050, "There is not enough customer information.");

    [Fact]
    public async Task Replay_ADeadLetter_WaitsAgainWithItsIdAndTime()
    {
        await using var outbox = await OutboxFixture.StartAsync();
        var id = await outbox.EnqueueDeadAsync("purchase-1", Refused, age: TimeSpan.FromHours(5));
        var before = outbox.Ask($"SELECT event_time FROM item WHERE id = {id}");

        var result = await outbox.RunAsync("replay", $"{id}");

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("1 event waits again: the running proxy", result.Output, StringComparison.Ordinal);
        Assert.Equal(before, outbox.Ask($"SELECT event_time FROM item WHERE id = {id} AND state = 0 AND reason IS NULL AND code IS NULL"));
        var leased = Assert.Single(await outbox.Store!.LeaseAsync(new LeaseRequest("main", Lane.Money, 10, 1_000_000, TimeSpan.FromMinutes(1))));
        Assert.Equal((id, "purchase-1"), (leased.Id, leased.Item.EventId));
    }

    [Fact]
    public async Task Replay_WhatMayCountTwiceOrIsTooOld_NeedsForce()
    {
        await using var outbox = await OutboxFixture.StartAsync();
        var doubtful = await outbox.EnqueueDeadAsync("doubtful", new DeadLetter(EventReason.InDoubt));
        var old = await outbox.EnqueueDeadAsync("old", Refused, age: TimeSpan.FromDays(8));
        var good = await outbox.EnqueueDeadAsync("good", Refused);
        outbox.Execute($"UPDATE item SET doubt_since = {TimeProvider.System.GetUtcNow().AddDays(-3).ToUnixTimeMilliseconds()} WHERE id = {doubtful}");

        var refused = await outbox.RunAsync("replay", "--all-dead", "--json");
        var waiting = outbox.Ask("SELECT group_concat(id) FROM item WHERE state = 0");
        var forced = await outbox.RunAsync("replay", "--all-dead", "--force");

        Assert.Equal(4, refused.Code);
        Assert.Equal(good, (long)refused.Json["replayed"]!.AsArray().Single()!);
        var why = refused.Json["refused"]!.AsArray().ToDictionary(row => (long)row!["id"]!, row => (string?)row!["why"]);
        Assert.Equal(("in_doubt", "too_old"), (why[doubtful], why[old]));
        Assert.Equal($"{good}", waiting);
        Assert.Equal(0, forced.Code);
        Assert.Contains($"{doubtful}. Meta may have this event already", forced.Error, StringComparison.Ordinal);
        Assert.Equal(3L, outbox.Ask("SELECT count(*) FROM item WHERE state = 0 AND doubt_since IS NULL"));
    }

    [Fact]
    public async Task Replay_TheOrderCameAgainLater_IsRefused()
    {
        await using var outbox = await OutboxFixture.StartAsync();
        var first = await outbox.EnqueueDeadAsync("purchase-1", Refused, order: "4711");
        outbox.Execute("UPDATE seen SET expires = 0");
        await outbox.EnqueueAsync("purchase-1", order: "4711");

        var result = await outbox.RunAsync("replay", $"{first}");

        Assert.Equal(4, result.Code);
        Assert.Contains("Its order came again later", result.Error, StringComparison.Ordinal);
        Assert.Equal(1L, outbox.Ask("SELECT count(*) FROM item WHERE state = 0"));
    }

    [Fact]
    public async Task Replay_WhatIsNotDead_IsLeftAlone()
    {
        await using var outbox = await OutboxFixture.StartAsync();
        var waiting = await outbox.EnqueueAsync("w1");
        var dead = await outbox.EnqueueDeadAsync("d1", Refused);

        var result = await outbox.RunAsync("replay", $"{waiting}", $"{dead}", "--force");

        Assert.Equal(4, result.Code);
        Assert.Contains($"Not replayed: {waiting}. There is no dead letter with this id.", result.Error, StringComparison.Ordinal);
        Assert.Equal(0L, outbox.Ask("SELECT count(*) FROM item WHERE state = 2"));
    }

    [Fact]
    public async Task Change_EachIsOneLineInTheAuditFile_OfNobody()
    {
        await using var outbox = await OutboxFixture.StartAsync();
        var id = await outbox.EnqueueDeadAsync("purchase-4711", Refused);
        await outbox.EnqueueDeadAsync("purchase-4712", Refused);

        await outbox.RunAsync("replay", $"{id}");
        await outbox.RunAsync("purge", "--older-than", "0s");

        var lines = await File.ReadAllLinesAsync(outbox.Files.Audit);
        Assert.Equal(2, lines.Length);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ user=\S+ action=replay requested=1 replayed=1 refused=0 force=no$", lines[0]);
        Assert.Matches(@"^\S+ user=\S+ action=purge states=dead older-than=00:00:00 deleted=1$", lines[1]);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(StoreFolder.FileMode, File.GetUnixFileMode(outbox.Files.Audit));
        }
    }

    [Fact]
    public async Task Change_ThatCannotBeWrittenDown_DoesNotHappen()
    {
        await using var outbox = await OutboxFixture.StartAsync();
        await outbox.EnqueueDeadAsync("purchase-4711", Refused);
        Directory.CreateDirectory(outbox.Files.Audit);

        var replay = await outbox.RunAsync("replay", "--all-dead");
        var purge = await outbox.RunAsync("purge", "--older-than", "0s");

        Assert.Equal((1, 1), (replay.Code, purge.Code));
        Assert.Contains("outbox.audit cannot be written to", replay.Error, StringComparison.Ordinal);
        Assert.Equal(1L, outbox.Ask("SELECT count(*) FROM item WHERE state = 2"));
    }

    [Fact]
    public async Task Replay_SomebodyHoldsALock_IsOneSentenceAndChangesNothing()
    {
        await using var outbox = await OutboxFixture.StartAsync();
        var id = await outbox.EnqueueDeadAsync("purchase-4711", Refused);
        var settings = new SqliteSettings { BusyTimeoutSeconds = 1 };
        using var other = SqliteConnections.OpenForeignWriter(outbox.Files.Database, settings);
        using var held = other.BeginTransaction(deferred: false);
        using var administration = new OutboxAdministration(new OutboxFiles(outbox.Files, settings, []), TimeProvider.System);

        var exception = Assert.Throws<SqliteException>(() => administration.Replay([id], isForced: false));

        Assert.StartsWith("Another program holds a lock on outbox.db.", OutboxAccessException.Of(exception).Message, StringComparison.Ordinal);
        Assert.Equal(1L, outbox.Ask("SELECT count(*) FROM item WHERE state = 2"));
    }

    [Fact]
    public async Task Purge_OnlyWhatEndedLongAgo_AndTheOrdersStayRemembered()
    {
        await using var outbox = await OutboxFixture.StartAsync(options => options.AcceptedRetention = TimeSpan.FromDays(30));
        var old = await outbox.EnqueueDeadAsync("old", Refused);
        await outbox.EnqueueDeadAsync("young", Refused);
        await outbox.EnqueueAsync("waiting");
        var accepted = await outbox.EnqueueAsync("accepted");
        await outbox.Store!.AcknowledgeAsync([accepted], new Acceptance(null, []));
        outbox.Execute($"UPDATE item SET due = {TimeProvider.System.GetUtcNow().AddDays(-8).ToUnixTimeMilliseconds()} WHERE id IN ({old}, {accepted}) OR state = 0");

        var dead = await outbox.RunAsync("purge", "--older-than", "7d", "--json");
        var left = outbox.Ask("SELECT count(*) FROM item");
        var both = await outbox.RunAsync("purge", "--older-than", "7d", "--dead", "--accepted");
        var again = await outbox.EnqueueAsync("old");

        Assert.Equal((0, 1), (dead.Code, (int)dead.Json["deleted"]!));
        Assert.Equal(3L, left);
        Assert.Equal((0, "1 deleted."), (both.Code, both.Output.Trim()));
        Assert.Equal(2L, outbox.Ask("SELECT count(*) FROM item"));
        Assert.Equal(4L, outbox.Ask("SELECT count(*) FROM seen"));
        Assert.NotEqual(0L, again);
    }

    [Fact]
    public async Task Purge_ManyRows_GoInSmallTransactions()
    {
        await using var outbox = await OutboxFixture.StartAsync();
        await outbox.Store!.WriteAsync(session =>
        {
            session.Run("""
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
                INSERT INTO item (id, state, pixel, lane, due, event_time, size, attempts, event_name, action_source, seen_key, key_id, body)
                SELECT i, 2, 'main', 0, 1, 1, 1, 1, 'Purchase', 'website', x'00', 0, x'00' FROM n
                """);
            return true;
        });

        var refused = await outbox.RunAsync("replay", "--all-dead", "--json");
        var result = await outbox.RunAsync("purge", "--older-than", "1d");

        Assert.Equal((4, 1000), (refused.Code, refused.Json["refused"]!.AsArray().Count));
        Assert.Equal((0, "1,000 deleted."), (result.Code, result.Output.Trim()));
    }

    [Theory]
    [InlineData("--older-than cannot read '7'", "purge", "--older-than", "7")]
    [InlineData("--older-than", "purge")]
    [InlineData("Write the ids of dead letters", "replay")]
    [InlineData("Write the ids of dead letters", "replay", "1", "--all-dead")]
    [InlineData("--limit takes a number", "list", "--limit", "0")]
    [InlineData("not both", "list", "--dead", "--accepted")]
    public async Task CommandLine_ThatMeansNothing_ExitsWith1AndChangesNothing(string message, params string[] command)
    {
        await using var outbox = await OutboxFixture.StartAsync();
        await outbox.EnqueueDeadAsync("purchase-4711", Refused);

        var result = await outbox.RunAsync(command);

        Assert.Equal(1, result.Code);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Equal(1L, outbox.Ask("SELECT count(*) FROM item WHERE state = 2"));
    }
}
