using System.Net;
using System.Text.Json.Nodes;
using GraphEmulator.Journal;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
using ProxyCapi.FunctionalTests.Emulator;
using ProxyCapi.FunctionalTests.Gateway;
using ProxyCapi.FunctionalTests.Hosting;
using Shop;

namespace ProxyCapi.FunctionalTests.EndToEnd;

/// <summary>Shop, gateway and Graph emulator in this process, on free ports; the rules are those of samples/QuickStart, and discovery is off unless a test says otherwise.</summary>
internal sealed class ShopStack : IAsyncDisposable
{
    private readonly WebApplication _shop;

    private ShopStack(WebApplication shop, EmulatorHost emulator, GatewayHost gateway)
    {
        _shop = shop;
        Emulator = emulator;
        Gateway = gateway;
        Books = new(gateway.Services);
    }

    public EmulatorHost Emulator { get; }

    public GatewayHost Gateway { get; }

    public Books Books { get; }

    public GraphJournal Journal => Emulator.Journal;

    /// <summary>Ends a wait that would never end.</summary>
    public CancellationToken Patience { get; } = new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    public static Task<ShopStack> StartAsync(params string[] settings) => StartAsync(configure: null, settings);

    public static async Task<ShopStack> StartAsync(Action<WebApplicationBuilder>? configure, params string[] settings)
    {
        var shop = ShopApplication.Create(["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft.AspNetCore=None"]);
        await shop.StartAsync();
        var emulator = await EmulatorHost.StartAsync();
        var gateway = await GatewayHost.StartAsync(
            builder =>
            {
                UseRulesOfQuickStart(builder);
                configure?.Invoke(builder);
            },
            [
                $"--Gateway:Origin={shop.Urls.First()}", $"--ProxyCapi:Graph:BaseAddress={emulator.Client.BaseAddress}", "--ProxyCapi:Mode=Live",
                "--ProxyCapi:Delivery:MoneyLinger=00:00:00", "--ProxyCapi:Delivery:RetryBaseDelay=00:00:00.1", "--ProxyCapi:Delivery:RetryMaxDelay=00:00:01",
                "--ProxyCapi:Delivery:DrainTimeout=00:00:01", "--ProxyCapi:Discovery:Enabled=false", .. settings,
            ]);
        return new(shop, emulator, gateway);
    }

    /// <summary>Somebody new in the shop, who sees it through the gateway.</summary>
    public Visitor Visit(string locale = "en") => new(Gateway.Public, locale);

    /// <summary>Waits until everything that was observed has come to its end, and gives what Meta has of it.</summary>
    public async Task<IReadOnlyList<JsonObject>> SettleAsync()
    {
        await Books.WaitUntilBalancedAsync(Patience);
        return [.. Journal.Events.Select(accepted => JsonObject.Create(accepted.Parse())!)];
    }

    /// <summary>Meta's stand-in had nothing to say against anything, and of ours nothing threw.</summary>
    public void AssertSpotless()
    {
        var complaints = Journal.Requests.SelectMany(request => request.Problems.Concat(request.Warnings));
        Assert.Empty(complaints);
        Assert.Equal((0, 0, 0), (Journal.Summary.RefusedRequests, Journal.Summary.Warnings, Journal.Summary.Repeats));
        Assert.Equal(0, Books.Failures);
    }

    /// <summary>Asks the gateway until the health of its delivery is as awaited.</summary>
    public async Task<string> WaitForHealthAsync(HttpStatusCode status)
    {
        while (true)
        {
            using var response = await Gateway.AdminClient.GetAsync(new Uri("/healthz/delivery", UriKind.Relative), Patience);
            var text = await response.Content.ReadAsStringAsync(Patience);
            if (response.StatusCode == status)
            {
                return text;
            }
        }
    }

    /// <summary>The gateway is ready to serve, and says why it still is not well.</summary>
    public async Task AssertReadyAsync(string complaint)
    {
        using var response = await Gateway.AdminClient.GetAsync(new Uri("/healthz/ready", UriKind.Relative), Patience);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(complaint, await response.Content.ReadAsStringAsync(Patience), StringComparison.Ordinal);
    }

    /// <summary>Changes the configuration of the running gateway, as an edited file would.</summary>
    public void Reconfigure(string key, string value)
    {
        Gateway.Configuration[key] = value;
        Gateway.Configuration.Reload();
    }

    public async ValueTask DisposeAsync()
    {
        Books.Dispose();
        // The gateway last but one: it has its say with Meta before Meta goes.
        await Gateway.DisposeAsync();
        await Emulator.DisposeAsync();
        await _shop.StopAsync();
        await _shop.DisposeAsync();
    }

    private static void UseRulesOfQuickStart(WebApplicationBuilder builder)
    {
        var rules = new JsonConfigurationSource { Path = Path.Combine(AppContext.BaseDirectory, "settings", "appsettings.json") };
        rules.ResolveFileProvider();
        // Below everything else; and above everything, a place for what a test changes later.
        builder.Configuration.Sources.Insert(0, rules);
        builder.Configuration.AddInMemoryCollection();
    }
}
