using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GraphEmulator;
using GraphEmulator.Faults;
using GraphEmulator.Journal;
using GraphEmulator.Judgement;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ProxyCapi.FunctionalTests.Emulator;

/// <summary>The Graph emulator in this process, on a free port.</summary>
internal sealed class EmulatorHost : IAsyncDisposable
{
    public const string Pixel = "1234567890";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;

    private EmulatorHost(WebApplication app)
    {
        _app = app;
        Client = new() { BaseAddress = new(app.Urls.First()), Timeout = Patience };
    }

    public HttpClient Client { get; }

    public GraphJournal Journal => _app.Services.GetRequiredService<GraphJournal>();

    public GraphFaults Faults => _app.Services.GetRequiredService<GraphFaults>();

    public GraphTokens Tokens => _app.Services.GetRequiredService<GraphTokens>();

    public static async Task<EmulatorHost> StartAsync(params string[] settings)
    {
        // Of two --urls the later one holds.
        var app = GraphEmulatorApplication.Create(["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft=None", .. settings]);
        await app.StartAsync();
        return new(app);
    }

    /// <summary>A Purchase that nothing is wrong with.</summary>
    public static JsonObject Purchase(string id) => new()
    {
        ["event_name"] = "Purchase",
        ["event_time"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
        ["event_id"] = id,
        ["action_source"] = "website",
        ["event_source_url"] = "https://shop.example.com/thanks",
        ["user_data"] = new JsonObject
        {
            ["em"] = new JsonArray("62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"),
            ["client_ip_address"] = "8.8.8.8",
            ["client_user_agent"] = "Mozilla/5.0",
        },
        ["custom_data"] = new JsonObject { ["value"] = 10.5, ["currency"] = "EUR" },
    };

    public static JsonObject Batch(params JsonNode[] events) => new() { ["access_token"] = "token", ["data"] = new JsonArray(events) };

    public Task<HttpResponseMessage> PostAsync(params JsonNode[] events) => PostBodyAsync(Batch(events));

    public Task<HttpResponseMessage> PostBodyAsync(JsonObject body, string path = $"/v26.0/{Pixel}/events", CancellationToken cancellationToken = default) =>
        Client.PostAsJsonAsync(path, body, cancellationToken);

    /// <summary>Waits for something that the journal will hold.</summary>
    public async Task WaitUntilAsync(Func<GraphJournal, bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        await Journal.WaitUntilAsync(condition, patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
