using ProxyCapi.Configuration;

namespace ProxyCapi.Tests.Delivery;

/// <summary>What the sender does when it fails, when the configuration changes, and when the host stops.</summary>
public sealed class OutboxSenderLifeTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Sender_AfterAnUnexpectedException_GoesOn()
    {
        await using var harness = new SenderHarness();
        var calls = 0;
        harness.Graph.Answer = (request, _) => ++calls == 1 ? throw new InvalidOperationException("bug") : Task.FromResult(ScriptedGraph.Accept(request));
        await harness.EnqueueAsync(1);
        await harness.StartAsync();

        await harness.UntilAsync(() => harness.Ended("accepted") == 1, Minute);

        Assert.Equal(1, harness.Ended("delivery"));
    }

    [Fact]
    public async Task Shadow_SwitchedToWhileEventsWait_LeavesThemForTheWayBack()
    {
        await using var harness = new SenderHarness();
        var isDown = true;
        harness.Graph.Answer = (request, _) => isDown ? throw new HttpRequestException(HttpRequestError.ConnectionError) : Task.FromResult(ScriptedGraph.Accept(request));
        await harness.EnqueueAsync(5);
        await harness.StartAsync();
        await harness.UntilAsync(() => harness.Graph.Requests.Count == 1);

        // A request counts before it is answered: this one has to fail first.
        await harness.UntilIdleAsync();
        harness.Reload(options => options.Mode = ProxyCapiMode.Shadow, "token");
        isDown = false;
        var asked = harness.Graph.Requests.Count;
        await harness.UntilAsync(() => harness.Time.Unset.Hour == 14, Minute);
        Assert.Equal((asked, 0), (harness.Graph.Requests.Count, harness.Ended("shadow")));
        Assert.Equal(5, (await harness.Store.GetStateAsync()).Sum(lane => lane.Waiting));

        harness.Reload(null, "token");
        await harness.UntilAsync(() => harness.Ended("accepted") == 5);
    }

    [Fact]
    public async Task Reload_WithANewPixel_StartsToSendItsEvents()
    {
        await using var harness = new SenderHarness();
        await harness.StartAsync();
        await harness.EnqueueAsync(harness.Item("x", pixel: "second"));

        harness.Reload(null, "token", "main", "second");

        await harness.UntilAsync(() => harness.Graph.Accepted.Contains("x"));
    }

    [Fact]
    public async Task Pixel_GoneFromTheConfiguration_KeepsItsEventsUntilTheyAreTooOld()
    {
        await using var harness = new SenderHarness();
        harness.Know("gone");
        var happened = harness.Time.GetUtcNow();
        await harness.EnqueueAsync(harness.Item("x", pixel: "gone"));
        await harness.StartAsync();

        await harness.UntilAsync(() => harness.Ended("expired") == 1, TimeSpan.FromHours(1));

        Assert.Empty(harness.Graph.Requests);
        Assert.InRange(harness.Time.GetUtcNow() - happened, TimeSpan.FromDays(7) - TimeSpan.FromHours(1), TimeSpan.FromDays(7));
    }

    [Fact]
    public async Task Stop_WithEventsWaiting_SendsThemWithoutTheLinger()
    {
        await using var harness = new SenderHarness(options => options.Delivery.MoneyLinger = Minute);
        await harness.StartAsync();
        await harness.EnqueueAsync(1);
        await harness.UntilAsync(() => harness.Ended("accepted") == 1, TimeSpan.FromSeconds(10));
        await harness.EnqueueAsync(3);

        await harness.Sender.StopAsync(CancellationToken.None);

        Assert.Equal(4, harness.Ended("accepted"));
    }

    [Fact]
    public async Task Stop_HostsTimeIsUsedUp_StillSends()
    {
        await using var harness = new SenderHarness(options => options.Delivery.MoneyLinger = Minute) { Reserve = TimeSpan.FromSeconds(10) };
        await harness.StartAsync();
        await harness.EnqueueAsync(1);
        await harness.UntilAsync(() => harness.Ended("accepted") == 1, TimeSpan.FromSeconds(10));
        await harness.EnqueueAsync(3);

        await harness.Sender.StopAsync(new CancellationToken(canceled: true));

        Assert.Equal(4, harness.Ended("accepted"));
    }

    [Fact]
    public async Task Stop_WhileMetaIsDown_LosesNothing()
    {
        await using var harness = new SenderHarness();
        harness.Graph.Answer = (_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError);
        await harness.EnqueueAsync(3);
        await harness.StartAsync();
        await harness.UntilAsync(() => harness.Graph.Requests.Count > 0);

        await harness.Sender.StopAsync(CancellationToken.None);

        Assert.Equal(0, harness.Ended("stopped"));
    }
}
