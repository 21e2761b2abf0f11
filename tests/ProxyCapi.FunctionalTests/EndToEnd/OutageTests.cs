using System.Net;
using System.Net.Sockets;
using GraphEmulator.Faults;
using ProxyCapi.FunctionalTests.Emulator;

namespace ProxyCapi.FunctionalTests.EndToEnd;

/// <summary>Meta is not there, or does not want to: the shop must not notice, and no order may be lost or told twice.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task GraphPort_ClosedFromTheStart_EventsGoOutWhenItOpens()
    {
        // Bound and not listening: connections are refused, and nobody else gets the port.
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var address = $"http://{closed.LocalEndPoint}";
        await using var stack = await ShopStack.StartAsync($"--ProxyCapi:Graph:BaseAddress={address}");
        using var visitor = stack.Visit();
        var order = await visitor.BuyAsync();
        var number = await visitor.OrderByApiAsync();
        await stack.Books.WaitUntilAsync(() => stack.Books.EventsCreated == 2, stack.Patience);
        Assert.Equal(0, stack.Books.EventsEnded);

        closed.Dispose();
        await using var graph = await EmulatorHost.StartAsync($"--urls={address}");
        var events = await graph.Journal.WaitForEventsAsync(2, stack.Patience);

        Assert.Equal(new[] { order.EventId, $"purchase-{number}" }.Order(), events.Select(accepted => accepted.EventId).Order());
        await stack.Books.WaitUntilBalancedAsync(stack.Patience);
        Assert.Equal((0, 0, 0), (graph.Journal.Summary.RefusedRequests, graph.Journal.Summary.Warnings, graph.Journal.Summary.Repeats));
        Assert.Equal((2, 0), (stack.Books.Outcome("accepted"), stack.Books.Failures));
    }

    [Fact]
    public async Task Graph_OutOfOrderFromTheStart_EventsGoOutWhenItIsBack()
    {
        await using var stack = await ShopStack.StartAsync();
        var outage = stack.Emulator.Faults.Add(GraphFault.Error(503, 2));
        using var visitor = stack.Visit();
        var order = await visitor.BuyAsync();
        await stack.Journal.WaitUntilAsync(journal => journal.Summary.FaultedRequests >= 2, stack.Patience);

        outage.Dispose();

        var purchase = Assert.Single(await stack.SettleAsync());
        Assert.Equal(order.EventId, (string?)purchase["event_id"]);
        stack.AssertSpotless();
    }

    [Theory]
    [InlineData(GraphFaultKind.Hang, GraphFaultStage.BeforeRead)]
    [InlineData(GraphFaultKind.Hang, GraphFaultStage.BeforeCommit)]
    [InlineData(GraphFaultKind.Drop, GraphFaultStage.BeforeRead)]
    [InlineData(GraphFaultKind.Drop, GraphFaultStage.AfterCommit)]
    public async Task Graph_HangsOrDrops_ShopGoesOnAndTheEventsAreKept(GraphFaultKind kind, GraphFaultStage stage)
    {
        await using var stack = await ShopStack.StartAsync();
        stack.Emulator.Faults.Add(new GraphFault { Kind = kind, Stage = stage });
        using var visitor = stack.Visit();
        await visitor.BuyAsync();
        await stack.Journal.WaitUntilAsync(journal => journal.Requests.Count == 1, stack.Patience);

        // While Meta is silent.
        var order = await visitor.BuyAsync();
        await visitor.ReloadAsync(order);
        await visitor.AskAsync();
        await visitor.OrderByApiAsync();

        // The reload is known already; of the four others none has come to an end it does not deserve.
        await stack.Books.WaitUntilAsync(() => stack.Books.EventsCreated == 5 && stack.Books.Outcome("duplicate") == 1, stack.Patience);
        Assert.Equal((1, 0), (stack.Books.EventsEnded, stack.Books.Failures));
        Assert.Equal(0, stack.Journal.Summary.Repeats);
    }

    [Fact]
    public async Task Graph_RefusesTheToken_HealthNamesPixelAndCure_AndANewTokenSendsWhatWaited()
    {
        await using var stack = await ShopStack.StartAsync();
        stack.Emulator.Tokens.AllowOnly("the-new-token");
        using var visitor = stack.Visit();
        var order = await visitor.BuyAsync();

        var health = await stack.WaitForHealthAsync(HttpStatusCode.ServiceUnavailable);

        Assert.Contains("'main'", health.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("190", health, StringComparison.Ordinal);
        Assert.Contains("Pixels:AccessToken", health, StringComparison.Ordinal);
        Assert.DoesNotContain("not-a-token", health, StringComparison.Ordinal);
        await stack.AssertReadyAsync("is on hold since");
        var second = await visitor.BuyAsync();

        stack.Reconfigure("ProxyCapi:Pixels:main:AccessToken", "the-new-token");

        await stack.SettleAsync();
        Assert.Equal(
            new[] { order.EventId, second.EventId }.Order(), stack.Journal.Events.Select(accepted => accepted.EventId).Order());
        Assert.Equal((0, 0), (stack.Journal.Summary.Repeats, stack.Books.Failures));
        await stack.WaitForHealthAsync(HttpStatusCode.OK);
    }
}
