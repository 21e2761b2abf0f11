using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using ProxyCapi.Delivery;
using ProxyCapi.FunctionalTests.EndToEnd;
using ProxyCapi.Tests.Storage.Disks;

namespace ProxyCapi.FunctionalTests.Observability;

/// <summary>A shop with three hosts and a pixel for each, behind a gateway whose parts can be made to fail.</summary>
internal sealed class ObservedShop : IAsyncDisposable
{
    /// <summary>The pixels. The first one lives, the second one had a busy yesterday, and Meta fails for the third one.</summary>
    public const string Main = "main", Busy = "busy", Third = "third";

    public const string Token = "a-token";
    private const string Denied = "OptanonConsent=groups=C0001%3A1%2CC0004%3A0";

    private readonly HttpClient _browser;
    private bool _isDisposed;

    private ObservedShop(ShopStack stack, SmallDisk disk)
    {
        Stack = stack;
        Disk = disk;
        _browser = new() { BaseAddress = stack.Gateway.Public };
    }

    public ShopStack Stack { get; }

    public SmallDisk Disk { get; }

    public FragileOutbox Outbox => (FragileOutbox)Stack.Gateway.Services.GetRequiredService<IOutbox>();

    public HeldProcessor Processor => Stack.Gateway.Services.GetRequiredService<HeldProcessor>();

    /// <summary>The id of a pixel at Meta.</summary>
    public static string IdOf(string pixel) => pixel switch { Main => "1234567890", Busy => "2234567890", _ => "3234567890" };

    public static async Task<ObservedShop> StartAsync()
    {
        var disk = SmallDisk.Create(SmallDiskKind.Limit);
        string[] pixels = [.. ((string[])[Main, Busy, Third]).SelectMany(pixel => (string[])
        [
            $"--ProxyCapi:Pixels:{pixel}:Id={IdOf(pixel)}", $"--ProxyCapi:Pixels:{pixel}:AccessToken={Token}", $"--ProxyCapi:Pixels:{pixel}:Hosts:0={HostOf(pixel)}",
        ])];
        var stack = await ShopStack.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton(disk.Settings);
                builder.Services.AddSingleton<IOutbox>(services => ActivatorUtilities.CreateInstance<FragileOutbox>(services));
                builder.Services.AddSingleton<HeldProcessor>();
                builder.Services.AddSingleton<IServerEventProcessor>(services => services.GetRequiredService<HeldProcessor>());
            },
            [
                $"--ProxyCapi:DataDirectory={disk.Folder}", "--ProxyCapi:Delivery:MinFreeBytes=0", "--ProxyCapi:Rules:lead:AwaitDurable=true",
                .. pixels,
            ]);
        return new(stack, disk);
    }

    /// <summary>All kinds of visitors: a buyer who reloads, one who asks, one whose payment is declined, one without consent, one at each other host.</summary>
    public async Task ServeAsync()
    {
        using var visitor = Stack.Visit();
        var order = await visitor.BuyAsync();
        await visitor.ReloadAsync(order);
        await visitor.AskAsync();
        await visitor.OrderByApiAsync("declined");
        await OrderAsync(Main, 1, hasConsent: false);
        await OrderAsync(Busy);
    }

    /// <summary>Orders by the shop's API, at a pixel's host.</summary>
    public Task OrderAsync(string pixel, int orders = 1, bool hasConsent = true) => Parallel.ForEachAsync(
        Enumerable.Range(0, orders), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, cancellationToken) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/orders")
            {
                Content = JsonContent.Create(new { customer = Visitor.Billing, items = new[] { new { sku = "VAS-CER-07", quantity = 2 } }, payment_method = "card" }),
            };
            request.Headers.Host = HostOf(pixel);
            request.Headers.Add("Accept", "application/json");
            request.Headers.Add("User-Agent", Visitor.UserAgent);
            request.Headers.Add("X-Forwarded-For", Visitor.Address);
            request.Headers.Add("X-Forwarded-Proto", "https");
            request.Headers.Add("Cookie", $"_fbp={Visitor.Fbp}{(hasConsent ? "" : "; " + Denied)}");
            using var response = await _browser.SendAsync(request, cancellationToken);
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        });

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _browser.Dispose();
        Processor.LetGo();
        await Stack.DisposeAsync();
        Disk.Dispose();
    }

    private static string HostOf(string pixel) => pixel == Main ? Visitor.Host : $"{pixel}.example";
}
