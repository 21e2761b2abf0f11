using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using ProxyCapi.CrashTests.Judgement;
using ProxyCapi.CrashTests.Orders;

namespace ProxyCapi.CrashTests.Hosting;

/// <summary>What a gateway needs around it: a site, Meta's stand-in, a folder with its configuration, and shoppers.</summary>
/// <remarks>
/// <code>
///   this process                     its own process                     this process
///   OrderLoad ──► gateway (dotnet exec ProxyCapi.Gateway.dll) ──► OriginApplication
///                    │ GatewayFolder/data                     └──► Emulator
///                    └ killed, restarted, looked into
/// </code>
/// </remarks>
internal sealed class TestBed : IAsyncDisposable
{
    /// <summary>The pixel's name in the configuration.</summary>
    public const string Pixel = "main";

    /// <summary>The pixel's number.</summary>
    public const string PixelId = "1234567890";

    /// <summary>So many may wait to be read by a gateway that keeps up.</summary>
    private const int FewExchanges = 5;

    private static readonly TimeSpan DrainStep = TimeSpan.FromMilliseconds(1100);

    private static readonly TimeSpan PaceStep = TimeSpan.FromSeconds(2);

    /// <summary>How long a gateway may take after its start until it keeps up with the shoppers.</summary>
    private static readonly TimeSpan PacePatience = TimeSpan.FromMinutes(2);

    private readonly WebApplication _origin;

    private TestBed(WebApplication origin, Emulator emulator)
    {
        _origin = origin;
        Emulator = emulator;
    }

    /// <summary>Meta's stand-in.</summary>
    public Emulator Emulator { get; }

    /// <summary>The gateway's folder.</summary>
    public GatewayFolder Folder { get; } = new();

    /// <summary>Every order.</summary>
    public OrderBook Orders { get; } = new();

    /// <summary>Starts everything but the gateway, and writes its configuration.</summary>
    /// <param name="change">Changes or adds settings before they are written.</param>
    public static async Task<TestBed> StartAsync(Action<IDictionary<string, string?>>? change = null)
    {
        var origin = OriginApplication.Create();
        await origin.StartAsync();
        var bed = new TestBed(origin, await Emulator.StartAsync());
        bed.FillSettings();
        change?.Invoke(bed.Folder.Settings);
        bed.Folder.WriteSettings();
        return bed;
    }

    /// <summary>Starts a gateway on the folder.</summary>
    public Task<GatewayProcess> StartGatewayAsync(CancellationToken cancellationToken) => GatewayProcess.StartAsync(Folder, cancellationToken);

    /// <summary>Waits until nothing waits any more: no exchange to be read, no event to be sent, nothing new at Meta's.</summary>
    /// <param name="gateway">The gateway that drains.</param>
    /// <param name="patience">How long it may take.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Whether it came to that.</returns>
    public async Task<bool> DrainAsync(GatewayProcess gateway, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(patience);
        try
        {
            // Twice: the metrics may be a second old, and between two of the gateway's rooms an event is in none of them for a moment.
            for (var (quiet, revision) = (0, -1L); quiet < 2;)
            {
                await Task.Delay(DrainStep, end.Token);
                var next = Emulator.Journal.Summary.Revision;
                quiet = next == revision && await IsEmptyAsync(gateway, end.Token) ? quiet + 1 : 0;
                revision = next;
            }

            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>
    /// Waits until the gateway keeps up with the shoppers. One that has just begun compiles its code while they come: what waits for that would spoil
    /// every measurement.
    /// </summary>
    /// <returns>Whether it came to that.</returns>
    public static async Task<bool> WaitForPaceAsync(GatewayProcess gateway, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < PacePatience)
        {
            await Task.Delay(PaceStep, cancellationToken);
            if (await gateway.Admin.SumAsync("proxycapi_exchange_queue_length", cancellationToken) <= FewExchanges)
            {
                return true;
            }
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await Emulator.DisposeAsync();
        await _origin.StopAsync();
        await _origin.DisposeAsync();
        Folder.Dispose();
    }

    private async Task<bool> IsEmptyAsync(GatewayProcess gateway, CancellationToken cancellationToken) =>
        await gateway.Admin.SumAsync("proxycapi_exchange_queue_length", cancellationToken) == 0
        && await gateway.Admin.SumAsync("proxycapi_outbox_length", cancellationToken) == 0

        // The metric knows nothing before the file is open.
        && OutboxFile.CountOpen(Folder.Data) == 0;

    private void FillSettings()
    {
        var settings = Folder.Settings;
        settings["Gateway:Origin"] = _origin.Urls.First();
        settings["ProxyCapi:DataDirectory"] = Folder.Data;
        settings["ProxyCapi:Admin:Url"] = "http://127.0.0.1:0";
        settings["ProxyCapi:Graph:BaseAddress"] = Emulator.Address;
        settings["ProxyCapi:Discovery:Enabled"] = "false";
        settings[$"ProxyCapi:Pixels:{Pixel}:Id"] = PixelId;
        settings[$"ProxyCapi:Pixels:{Pixel}:AccessToken"] = "crash-test-token";
        const string Rule = "ProxyCapi:Rules:purchase:";
        settings[Rule + "Event"] = "Purchase";
        settings[Rule + "Match:Path"] = "/checkout/order-received/{order_id}";
        settings[Rule + "EventId"] = "purchase-{order_id}";
        settings[Rule + "CustomData:order_id"] = "{route:order_id}";
        settings[Rule + "CustomData:value"] = "{css:.order-total|money}";
        settings[Rule + "CustomData:currency"] = "EUR";
        settings[Rule + "UserData:em"] = "{css:.order-email}";

        // The scenarios are about what happens after capture: on a busy machine nothing may be shed before it.
        settings["ProxyCapi:Capture:QueueLength"] = "100000";
        settings["ProxyCapi:Capture:QueueBytes"] = $"{2L * 1024 * 1024 * 1024}";
        settings["Logging:LogLevel:Default"] = "Information";
        settings["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning";
        settings["Logging:LogLevel:System.Net.Http.HttpClient"] = "Warning";
        settings["Logging:LogLevel:Yarp"] = "None";
        settings["Logging:Console:FormatterName"] = "simple";
        settings["Logging:Console:FormatterOptions:SingleLine"] = "true";
    }
}
