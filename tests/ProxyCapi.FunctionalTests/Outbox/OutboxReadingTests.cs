using System.Text.Json.Nodes;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;
using ProxyCapi.Gateway.CommandLine;
using ProxyCapi.Gateway.CommandLine.Outbox;
using ProxyCapi.Storage;

namespace ProxyCapi.FunctionalTests.Outbox;

public sealed class OutboxReadingTests
{
    private static readonly DeadLetter Refused = new(EventReason.Rejected, 100, 2804050, "There is not enough customer information.");

    [Fact]
    public async Task Status_CountsEveryStateByPixelAndLane_WhileTheStoreIsOpen()
    {
        await using var outbox = await OutboxFixture.StartAsync(options => options.AcceptedRetention = TimeSpan.FromDays(1));
        await outbox.EnqueueAsync("w1", age: TimeSpan.FromHours(3));
        var posting = await outbox.EnqueueAsync("w2");
        await outbox.Store!.MarkPostingAsync([posting]);
        var doubtful = await outbox.EnqueueAsync("w3");
        await outbox.Store.ParkAsync([doubtful], new Parking(TimeProvider.System.GetUtcNow()) { InDoubt = true });
        await outbox.EnqueueDeadAsync("d1", Refused);
        await outbox.EnqueueDeadAsync("d2", new DeadLetter(EventReason.InDoubt));
        var accepted = await outbox.EnqueueAsync("a1", pixel: "second", name: "ViewContent", lane: Lane.Other);
        await outbox.Store.AcknowledgeAsync([accepted], new Acceptance("trace", []));

        var table = await outbox.RunAsync("status");
        var json = await outbox.RunAsync("status", "--json");

        Assert.Equal((0, ""), (table.Code, table.Error));
        Assert.Contains("a process holds the folder", table.Output, StringComparison.Ordinal);
        Assert.Contains("1 rejected", table.Output, StringComparison.Ordinal);
        Assert.Equal(0, json.Code);
        Assert.True((bool)json.Json["is_in_use"]!);
        Assert.Equal(OutboxSchema.Version, (int)json.Json["schema_version"]!);
        Assert.Equal(accepted, (long)json.Json["last_id"]!);
        var lanes = json.Json["lanes"]!.AsArray();
        Assert.Equal(2, lanes.Count);
        var main = lanes.Single(lane => (string?)lane!["pixel"] == "main")!;
        Assert.Equal((2, 1, 1, 2), ((int)main["waiting"]!, (int)main["posting"]!, (int)main["in_doubt"]!, (int)main["dead"]!));
        Assert.Equal((1, 1), ((int)main["dead_by_reason"]!["rejected"]!, (int)main["dead_by_reason"]!["in_doubt"]!));
        Assert.InRange((long)main["oldest_age_seconds"]!, 3 * 3600, (3 * 3600) + 600);
        Assert.Equal(1, (int)lanes.Single(lane => (string?)lane!["pixel"] == "second")!["accepted"]!);
    }

    [Fact]
    public async Task Commands_RowWithADamagedColumn_ShowItAsOneThatCannotBeOpened()
    {
        await using var outbox = await OutboxFixture.StartAsync();
        var damaged = await outbox.EnqueueDeadAsync("d1", Refused);
        await outbox.EnqueueDeadAsync("d2", Refused);
        outbox.Execute($"UPDATE item SET event_time = 9223372036854775807, attempts = 1099511627776 WHERE id = {damaged}");

        var list = await outbox.RunAsync("list", "--dead", "--json");
        var show = await outbox.RunAsync("show", $"{damaged}");
        var status = await outbox.RunAsync("status", "--json");

        Assert.Equal((0, 0, 0), (list.Code, show.Code, status.Code));
        Assert.Contains("d2", list.Output, StringComparison.Ordinal);
        Assert.Equal(2, (int)status.Json["lanes"]![0]!["dead"]!);

        outbox.Execute("UPDATE seen SET expires = 9223372036854775807");
        show = await outbox.RunAsync("show", $"{damaged}");
        Assert.Equal(1, show.Code);
        Assert.Contains("the file is damaged", show.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_NoProcessRuns_SaysSoAndNamesWhatWasSetAside()
    {
        await using var outbox = await OutboxFixture.StartAsync();
        var id = await outbox.EnqueueAsync("w1");
        await outbox.StopAsync();
        Directory.CreateDirectory(Path.Combine(outbox.Files.Path, "damaged-20260101T000000Z"));

        var result = await outbox.RunAsync("status", "--json");

        Assert.False((bool)result.Json["is_in_use"]!);
        Assert.True((bool)result.Json["is_closed"]!);
        Assert.Equal(id, (long)result.Json["high_water_mark"]!);
        Assert.Equal("damaged-20260101T000000Z", (string?)result.Json["set_aside"]![0]);
    }

    [Fact]
    public async Task HighWaterMark_OfAStoreInUse_IsReadAsItWasWritten()
    {
        await using var outbox = await OutboxFixture.StartAsync();
        await outbox.StopAsync();

        new HighWaterMark(7354603351367680, IsClosed: false).Write(outbox.Files);

        Assert.Equal(new HighWaterMark(7354603351367680, IsClosed: false), HighWaterMark.Read(outbox.Files));
        var result = await outbox.RunAsync("status");
        Assert.Contains("the database has lost its end", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(140)]
    public void Tables_InATerminalOfThisWidth_CutNoIdAndNoHeading(int width)
    {
        var now = TimeProvider.System.GetUtcNow();
        var item = new OutboxItemView
        {
            Id = 7354603351367680,
            Event = "CompleteRegistration",
            EventId = "0123456789abcdef0123456789abcdef",
            Pixel = "main",
            Lane = Lane.Money,
            State = ItemState.Dead,
            InDoubt = false,
            EventTime = now.AddDays(-6),
            EndedAt = now.AddHours(-30),
            Attempts = 12,
            Reason = "undecryptable",
            Code = 100,
            Subcode = 2804050,
            Note = new string('n', 300),
        };
        var output = new StringWriter();
        var console = OperatorConsole.Create(output);
        console.Profile.Width = width;

        console.Write(OutboxItemTable.Create([item], now, width));

        var text = output.ToString();
        Assert.All(["7354603351367680", "undecryptable", "100/2804050", "Tries", "Ended", "Pixel"], part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= width, line));
    }

    [Fact]
    public async Task List_WhatWaits_OldestFirstWithinTheLimit()
    {
        await using var outbox = await OutboxFixture.StartAsync();
        var first = await outbox.EnqueueAsync("purchase-1");
        var second = await outbox.EnqueueAsync("purchase-2");
        await outbox.EnqueueAsync("view-1", pixel: "second", name: "ViewContent", lane: Lane.Other);
        await outbox.EnqueueDeadAsync("purchase-3", Refused);

        var all = (await outbox.RunAsync("list", "--json")).Json;
        var limited = await outbox.RunAsync("list", "--limit", "1");
        var one = (await outbox.RunAsync("list", "--pixel", "MAIN", "--event", "purchase", "--json")).Json;

        Assert.Equal(3, (int)all["total"]!);
        Assert.Equal("view-1", (string?)all["items"]![2]!["event_id"]);
        Assert.Equal([first, second], one["items"]!.AsArray().Select(item => (long)item!["id"]!));
        Assert.Equal("waiting", (string?)one["items"]![0]!["state"]);
        Assert.Contains("purchase-1", limited.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("purchase-2", limited.Output, StringComparison.Ordinal);
        Assert.Contains("1 of 3", limited.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_Dead_ShowsReasonCodeAndMetasWords()
    {
        await using var outbox = await OutboxFixture.StartAsync();
        await outbox.EnqueueAsync("purchase-1");
        await outbox.EnqueueDeadAsync("purchase-3", Refused);

        var table = await outbox.RunAsync("list", "--dead");
        var item = (await outbox.RunAsync("list", "--dead", "--json")).Json["items"]!.AsArray().Single()!;

        Assert.All(
            ["purchase-3", "rejected", "100/2804050", "There is not enough customer"], text => Assert.Contains(text, table.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("purchase-1", table.Output, StringComparison.Ordinal);
        Assert.Equal(("rejected", 100, 2804050), ((string?)item["reason"], (int)item["code"]!, (int)item["subcode"]!));
    }

    [Theory]
    [InlineData("list", "--pixel", "nobody")]
    [InlineData("list", "--dead")]
    [InlineData("list", "--accepted")]
    [InlineData("show", "nobody")]
    [InlineData("show", "12345")]
    [InlineData("replay", "--all-dead")]
    [InlineData("replay", "12345")]
    [InlineData("purge", "--older-than", "7d")]
    public async Task EveryCommand_NothingFound_ExitsWith3(params string[] command)
    {
        await using var outbox = await OutboxFixture.StartAsync();
        await outbox.EnqueueAsync("w1");

        Assert.Equal(3, (await outbox.RunAsync(command)).Code);
        Assert.Equal(3, (await outbox.RunAsync([.. command, "--json"])).Code);
    }

    [Fact]
    public async Task Show_ByIdEventIdAndOrderId_MasksTheBuyer()
    {
        await using var outbox = await OutboxFixture.StartAsync();
        var id = await outbox.EnqueueAsync("purchase-4711", order: "4711");
        await outbox.EnqueueAsync("purchase-4712");

        foreach (var name in new[] { $"{id}", "purchase-4711", "4711" })
        {
            var shown = await outbox.RunAsync("show", name);
            Assert.Equal((0, ""), (shown.Code, shown.Error));
            Assert.All(["purchase-4711", "62a14e44…", "8.…", "\"currency\": \"EUR\"", "https://shop.example.com/thanks"], text => Assert.Contains(text, shown.Output, StringComparison.Ordinal));
            Assert.DoesNotContain("62a14e44f", shown.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("8.8.8.8", shown.Output, StringComparison.Ordinal);

            var json = await outbox.RunAsync("show", name, "--json");
            Assert.Equal("4711", (string?)json.Json["items"]!.AsArray().Single()!["order_id"]);
            Assert.DoesNotContain("62a14e44f", json.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Show_AcceptedAndGone_TellsTheWarningThatIsRemembered()
    {
        await using var outbox = await OutboxFixture.StartAsync();
        var id = await outbox.EnqueueAsync("purchase-4711", order: "4711");
        await outbox.Store!.AcknowledgeAsync([id], new Acceptance("T1", ["Low match quality."]));

        foreach (var name in new[] { $"{id}", "4711" })
        {
            var shown = await outbox.RunAsync("show", name, "--ProxyCapi:Pixels:main:Id=1");
            Assert.Equal(0, shown.Code);
            Assert.Contains("has left the outbox", shown.Output, StringComparison.Ordinal);
            Assert.Contains("Low match quality. (fbtrace_id T1)", shown.Output, StringComparison.Ordinal);
            Assert.Equal(id, (long)(await outbox.RunAsync("show", name, "--json", "--ProxyCapi:Pixels:main:Id=1")).Json["left"]![0]!["id"]!);
        }
    }

    [Fact]
    public async Task Show_KeyIsGone_StillShowsTheRow()
    {
        await using var outbox = await OutboxFixture.StartAsync();
        var id = await outbox.EnqueueAsync("purchase-4711");
        File.Delete(outbox.Files.Keys);

        var shown = await outbox.RunAsync("show", $"{id}");

        Assert.Equal(0, shown.Code);
        Assert.Contains("cannot be opened", shown.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(outbox.Files.Keys));
    }

    [Fact]
    public async Task Looking_WithoutAnOutbox_MakesNothingAndSaysWhatToDo()
    {
        await using var outbox = OutboxFixture.Empty();
        string[][] commands = [["status"], ["list"], ["show", "1"], ["replay", "--all-dead"], ["purge", "--older-than", "1d"]];

        foreach (var command in commands)
        {
            var result = await outbox.RunAsync(command);
            Assert.Equal((1, ""), (result.Code, result.Output));
            Assert.Contains("There is no folder", result.Error, StringComparison.Ordinal);
            Assert.Contains("--data-directory", result.Error, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(outbox.Root));
        Directory.CreateDirectory(outbox.Files.Path);
        Assert.All(await Task.WhenAll(commands.Select(command => outbox.RunAsync(command))), result =>
        {
            Assert.Equal(1, result.Code);
            Assert.Contains("There is no outbox in", result.Error, StringComparison.Ordinal);
        });
        Assert.Empty(Directory.EnumerateFileSystemEntries(outbox.Files.Path));
    }

    [Fact]
    public async Task Looking_NewerOrDamagedDatabase_IsOneSentenceAndChangesNothing()
    {
        await using var outbox = await OutboxFixture.StartAsync();
        await outbox.StopAsync();
        outbox.Execute("PRAGMA user_version = 99");
        var newer = await outbox.RunAsync("replay", "--all-dead");
        await File.WriteAllTextAsync(outbox.Files.Database, new string('x', 8192));
        var damaged = await outbox.RunAsync("status");

        Assert.Equal((1, 1), (newer.Code, damaged.Code));
        Assert.Contains("A newer version of ProxyCapi has written outbox.db", newer.Error, StringComparison.Ordinal);
        Assert.Contains("outbox.db is damaged", damaged.Error, StringComparison.Ordinal);
        Assert.Single(damaged.Error.TrimEnd().Split('\n'));
        Assert.Equal(new string('x', 8192), await File.ReadAllTextAsync(outbox.Files.Database));
    }

    [Fact]
    public async Task Folder_ByOptionFileOrConfiguration_IsTheProxys()
    {
        await using var outbox = await OutboxFixture.StartAsync();
        await outbox.EnqueueAsync("w1");

        // The default: the folder data in the content root.
        Assert.Equal(0, (await outbox.RunBareAsync("status")).Code);
        Assert.Equal(0, (await outbox.RunBareAsync("status", "--data-directory", outbox.Files.Path, "--ProxyCapi:DataDirectory=/nowhere")).Code);
        await File.WriteAllTextAsync(Path.Combine(outbox.Root, "appsettings.json"), new JsonObject { ["ProxyCapi"] = new JsonObject { ["DataDirectory"] = "elsewhere" } }.ToJsonString());
        Assert.Contains("elsewhere", (await outbox.RunBareAsync("status")).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await outbox.RunBareAsync("status", "--ProxyCapi:DataDirectory", outbox.Files.Path)).Code);
    }

    [Theory]
    [InlineData("ProxyCapi:Delivery:EncryptionKeys:0: The key is not 32 bytes", "--ProxyCapi:Delivery:EncryptionKeys:0=short")]
    [InlineData("Did you mean 'DataDirectory'?", "--ProxyCapi:DataDirectry=/nowhere")]
    public async Task Configuration_WhatLeadsToTheOutboxIsWrong_ExitsWith2(string message, string setting)
    {
        await using var outbox = await OutboxFixture.StartAsync();

        var result = await outbox.RunAsync("status", setting);

        Assert.Equal(2, result.Code);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configuration_ARuleIsWrong_DoesNotKeepTheOperatorOut()
    {
        await using var outbox = await OutboxFixture.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(outbox.Root, "appsettings.json"), """{ "ProxyCapi": { "Rules": { "purchase": { "Evnt": "Purchase" } } } }""");

        Assert.Equal(0, (await outbox.RunAsync("status")).Code);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("list")]
    [InlineData("show")]
    [InlineData("replay")]
    [InlineData("purge")]
    public async Task Help_OfEachCommand_NamesOptionsExamplesAndExitCodes(string command)
    {
        await using var outbox = OutboxFixture.Empty();

        var help = await outbox.RunBareAsync(command, "--help");

        Assert.Equal(0, help.Code);
        Assert.All(["--data-directory", "--json", "Exit codes:", "Examples:"], text => Assert.Contains(text, help.Output, StringComparison.Ordinal));
        Assert.All(help.Output.Split('\n'), line => Assert.True(line.Length <= 140, line));
    }
}
