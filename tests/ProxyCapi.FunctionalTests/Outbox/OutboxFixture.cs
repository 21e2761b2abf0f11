using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ProxyCapi.Configuration;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;
using ProxyCapi.FunctionalTests.Emulator;
using ProxyCapi.Gateway.CommandLine;
using ProxyCapi.Storage;

namespace ProxyCapi.FunctionalTests.Outbox;

/// <summary>An outbox in a folder of its own with the store that owns it open, and the command line beside it on connections of its own.</summary>
internal sealed class OutboxFixture : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("proxycapi-outbox-");
    private readonly ProxyCapiMetrics _metrics;

    private OutboxFixture()
    {
        _metrics = new ProxyCapiMetrics(_services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        Files = new StoreFolder(Path.Combine(_folder.FullName, "data"));
    }

    public DeliveryOptions Options { get; } = new() { MinFreeBytes = 0 };

    public StoreFolder Files { get; }

    public string Root => _folder.FullName;

    public SqliteOutboxStore? Store { get; private set; }

    public static OutboxFixture Empty() => new();

    public static async Task<OutboxFixture> StartAsync(Action<DeliveryOptions>? configure = null)
    {
        var fixture = new OutboxFixture();
        configure?.Invoke(fixture.Options);
        fixture.Store = new SqliteOutboxStore(
            fixture.Files, new SqliteSettings(), () => fixture.Options, new LaneDoorbells(), fixture._metrics, TimeProvider.System, NullLogger<SqliteOutboxStore>.Instance);
        // The first change that is answered shows that the database is there.
        await fixture.Store.WriteAsync(_ => true);
        return fixture;
    }

    public async Task<long> EnqueueAsync(string eventId, string pixel = "main", string name = "Purchase", Lane lane = Lane.Money, TimeSpan age = default, string? order = null)
    {
        var payload = EmulatorHost.Purchase(eventId);
        payload["event_name"] = name;
        await Store!.EnqueueAsync(
            new OutboxItem
            {
                Pixel = pixel,
                Lane = lane,
                EventName = name,
                EventId = eventId,
                DedupeKey = order is null ? "id:" + eventId : "order:" + order,
                EventTime = TimeProvider.System.GetUtcNow() - age,
                Payload = System.Text.Encoding.UTF8.GetBytes(payload.ToJsonString()),
            },
            CancellationToken.None);
        return await Store.WriteAsync(session => session.LastId);
    }

    public async Task<long> EnqueueDeadAsync(string eventId, DeadLetter letter, TimeSpan age = default, string? order = null)
    {
        var id = await EnqueueAsync(eventId, age: age, order: order);
        await Store!.DeadLetterAsync([id], letter);
        return id;
    }

    /// <summary>Runs a command; the folder is named by the configuration, as the proxy's is.</summary>
    public Task<CommandResult> RunAsync(params string[] command) => RunBareAsync([.. command, $"--ProxyCapi:DataDirectory={Files.Path}"]);

    /// <summary>Runs a command without saying where the outbox is.</summary>
    public async Task<CommandResult> RunBareAsync(params string[] command)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await GatewayCommandLine.InvokeAsync(["outbox", .. command, $"--contentRoot={Root}", "--Logging:LogLevel:Default=None"], output, error);
        return new CommandResult(code, output.ToString(), error.ToString());
    }

    /// <summary>A change by hand, on a connection of its own.</summary>
    public void Execute(string sql)
    {
        using var connection = SqliteConnections.OpenForeignWriter(Files.Database, new SqliteSettings());
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public object? Ask(string sql)
    {
        using var connection = SqliteConnections.OpenReader(Files.Database, new SqliteSettings());
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public async Task StopAsync()
    {
        if (Store is { } store)
        {
            await store.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _metrics.Dispose();
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
