using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;
using ProxyCapi.FunctionalTests.Emulator;
using ProxyCapi.FunctionalTests.Gateway;
using ProxyCapi.FunctionalTests.Hosting;
using ProxyCapi.Gateway.CommandLine;
using ProxyCapi.Storage;

namespace ProxyCapi.FunctionalTests.Outbox;

public sealed class ReplayWhileRunningTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Replay_WhileTheGatewayRuns_IsAcceptedOnceWithItsIdAndTime_AndTheBooksBalance()
    {
        var folder = Directory.CreateTempSubdirectory("proxycapi-replay-");
        try
        {
            await using var emulator = await EmulatorHost.StartAsync();
            await using var origin = await StubOrigin.StartAsync();
            await using var gateway = await GatewayHost.StartBeforeAsync(
                origin, $"--ProxyCapi:DataDirectory={folder.FullName}", $"--ProxyCapi:Graph:BaseAddress={emulator.Client.BaseAddress}", "--ProxyCapi:Mode=Live",
                "--ProxyCapi:Delivery:MoneyLinger=00:00:00", "--ProxyCapi:Delivery:MinFreeBytes=0");
            using var books = new Books(gateway.Services);
            var payload = EmulatorHost.Purchase("purchase-4711");
            var at = DateTimeOffset.FromUnixTimeSeconds((long)payload["event_time"]!);
            var store = gateway.Services.GetRequiredService<SqliteOutboxStore>();
            await store.BuryAsync(
                new OutboxItem
                {
                    Pixel = "main",
                    Lane = Lane.Money,
                    EventName = "Purchase",
                    EventId = "purchase-4711",
                    DedupeKey = "id:purchase-4711",
                    EventTime = at,
                    Payload = Encoding.UTF8.GetBytes(payload.ToJsonString()),
                },
                new DeadLetter(EventReason.Rejected, 100, 2804050, "There is not enough customer information."));

            await using var output = new StringWriter();
            await using var error = new StringWriter();
            var code = await GatewayCommandLine.InvokeAsync(
                ["outbox", "replay", "--all-dead", "--data-directory", folder.FullName, "--Logging:LogLevel:Default=None"], output, error);

            Assert.True(code == 0, error.ToString());
            await emulator.WaitUntilAsync(journal => journal.Events.Count > 0);
            using var patience = new CancellationTokenSource(Patience);
            await books.WaitUntilAsync(() => books.Outcome("accepted") == 1, patience.Token);
            var accepted = Assert.Single(emulator.Journal.Events);
            Assert.Equal("purchase-4711", accepted.EventId);
            Assert.Equal(at.ToUnixTimeSeconds(), accepted.Parse().GetProperty("event_time").GetInt64());
            // Created 0, replayed 1: the replay's new end is counted, and nothing waits.
            Assert.Equal((0, 1), (books.EventsCreated, books.EventsEnded));
            Assert.Equal(0, (await store.GetStateAsync()).Sum(lane => lane.Count));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
