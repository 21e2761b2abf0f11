using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ProxyCapi.FunctionalTests.Emulator;
using ProxyCapi.FunctionalTests.Gateway;
using ProxyCapi.FunctionalTests.Hosting;

namespace ProxyCapi.FunctionalTests.EndToEnd;

/// <summary>A graceful stop while somebody does not let go.</summary>
public sealed class StopTests
{
    private const int Orders = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Stop_StreamStaysOpen_EndsInOrderAndSendsWhatWaited()
    {
        await using var origin = await StubOrigin.StartAsync(AnswerAsync);
        await using var emulator = await EmulatorHost.StartAsync();
        var gateway = await GatewayHost.StartAsync(
            builder => builder.Services.PostConfigure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1)),
            [
                $"--Gateway:Origin={origin.Address}", $"--ProxyCapi:Graph:BaseAddress={emulator.Client.BaseAddress}", "--ProxyCapi:Mode=Live",
                "--ProxyCapi:Delivery:MoneyLinger=00:01:00", "--ProxyCapi:Delivery:DrainTimeout=00:00:30",
                "--ProxyCapi:Rules:purchase:Event=Purchase", "--ProxyCapi:Rules:purchase:Match:Path=/thanks/{id}",
                "--ProxyCapi:Rules:purchase:CustomData:order_id={route:id}", "--ProxyCapi:Rules:purchase:CustomData:value=17.50",
                "--ProxyCapi:Rules:purchase:CustomData:currency=EUR", "--ProxyCapi:Rules:purchase:UserData:em=buyer@shop.example",
            ]);
        using var books = new Books(gateway.Services);
        using var patience = new CancellationTokenSource(Patience);
        await using var stream = await gateway.Client.GetStreamAsync(new Uri("/events", UriKind.Relative), patience.Token);
        await stream.ReadExactlyAsync(new byte[1], patience.Token);
        for (var i = 0; i < Orders; i++)
        {
            await gateway.Client.GetStringAsync(new Uri($"/thanks/{i}", UriKind.Relative), patience.Token);
        }

        await books.WaitUntilAsync(() => books.EventsCreated == Orders, patience.Token);

        // Not disposed of as the others: its stop is what is looked at, and it must not throw.
        await gateway.DisposeAsync();

        Assert.Equal(Orders, books.Outcome("accepted"));
        Assert.Equal((Orders, 0), (emulator.Journal.Events.Count, emulator.Journal.Summary.Repeats));
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path != "/events")
        {
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync("<p>Thanks</p>", context.RequestAborted);
            return;
        }

        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync("data: 1\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
