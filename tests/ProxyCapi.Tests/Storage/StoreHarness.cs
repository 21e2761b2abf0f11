using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using ProxyCapi.Configuration;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;
using ProxyCapi.Storage;
using ProxyCapi.Tests.Delivery;

namespace ProxyCapi.Tests.Storage;

/// <summary>A store in a folder of its own, on a clock that only the test moves; it can be closed, crashed and opened again.</summary>
internal sealed class StoreHarness : IAsyncDisposable
{
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>A disk that needs no syncing, where there is one: for tests that open thousands of stores and cut no power.</summary>
    private const string MemoryDisk = "/dev/shm";

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly DirectoryInfo _root;
    private readonly ProxyCapiMetrics _metrics;
    private readonly StoreKind _kind;
    private int _folders;
    private int _items;

    private StoreHarness(StoreKind kind, string? folder, bool isInMemory)
    {
        _kind = kind;
        _root = isInMemory && Directory.Exists(MemoryDisk)
            ? Directory.CreateDirectory(Path.Combine(MemoryDisk, "proxycapi-store-" + Path.GetRandomFileName()))
            : Directory.CreateTempSubdirectory("proxycapi-store-");
        _metrics = new ProxyCapiMetrics(_services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        Folder = new StoreFolder(folder ?? NextFolder());
    }

    public SteppedClock Time { get; } = new();

    /// <summary>Where the store's instruments belong to.</summary>
    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public FakeLogCollector Logs { get; private set; } = new();

    public DeliveryOptions Options { get; } = new() { MinFreeBytes = 0 };

    public ProxyCapiMetrics Metrics => _metrics;

    public SqliteSettings Settings { get; set; } = new() { BusyTimeoutSeconds = 1 };

    public LaneDoorbells Doorbells { get; } = new();

    public StoreFolder Folder { get; private set; }

    public SqliteOutboxStore Disk { get; private set; } = null!;

    public MemoryOutboxStore Memory { get; private set; } = null!;

    public ResilientOutboxStore Resilient { get; private set; } = null!;

    public IOutboxStore Store => _kind switch { StoreKind.Sqlite => Disk, StoreKind.Memory => Memory, _ => Resilient };

    public static async Task<StoreHarness> OpenAsync(
        StoreKind kind = StoreKind.Resilient, Action<DeliveryOptions>? configure = null, SqliteSettings? settings = null, string? folder = null, Action<StoreFolder>? prepare = null,
        bool isInMemory = false)
    {
        var harness = new StoreHarness(kind, folder, isInMemory);
        configure?.Invoke(harness.Options);
        harness.Settings = settings ?? harness.Settings;
        prepare?.Invoke(harness.Folder);
        await harness.OpenAsync();
        return harness;
    }

    /// <summary>Opens the store and waits until it has been tried.</summary>
    public async Task OpenAsync()
    {
        var provider = new FakeLoggerProvider(Logs = new FakeLogCollector());
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(provider).SetMinimumLevel(LogLevel.Trace));
        Disk = new SqliteOutboxStore(Folder, Settings, () => Options, Doorbells, _metrics, Time, factory.CreateLogger<SqliteOutboxStore>());
        Memory = new MemoryOutboxStore(() => Options, _metrics, Time);
        Resilient = new ResilientOutboxStore(Disk, _kind == StoreKind.Memory ? new MemoryOutboxStore(() => Options, _metrics, Time) : Memory, _metrics, Time, factory.CreateLogger<ResilientOutboxStore>());
        await TurnAsync();
    }

    /// <summary>Closes the store in order and opens it again.</summary>
    public async Task ReopenAsync()
    {
        await Resilient.CloseAsync();
        await OpenAsync();
    }

    /// <summary>What the disk holds at this moment becomes the folder of a new process; the old one is forgotten. Memory is lost.</summary>
    /// <param name="damage">What happens to the files before they are opened again.</param>
    /// <param name="copy">What the disk held at an earlier moment; <see langword="null"/> for this one.</param>
    public async Task CrashAsync(Action<StoreFolder>? damage = null, StoreFolder? copy = null)
    {
        var next = copy ?? Copy();
        await Resilient.CloseAsync();
        Directory.Delete(Folder.Path, recursive: true);
        Folder = next;
        damage?.Invoke(Folder);
        await OpenAsync();
    }

    /// <summary>Lets the store do what it does each second; what was begun before has ended then.</summary>
    public Task TurnAsync() => Disk.LookAfterAsync();

    /// <summary>Lets time pass second by second, and the store do what it does each second.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(1))
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await TurnAsync();
            await Resilient.IdleAsync();
        }
    }

    public OutboxItem Item(string? id = null, string pixel = "main", string name = "Purchase", Lane lane = Lane.Money, int size = 0)
    {
        id ??= "e" + Interlocked.Increment(ref _items).ToString(CultureInfo.InvariantCulture);
        return new OutboxItem
        {
            Pixel = pixel,
            Lane = lane,
            EventName = name,
            EventId = id,
            DedupeKey = "id:" + id,
            EventTime = Time.GetUtcNow(),
            Payload = Encoding.UTF8.GetBytes($$"""{"event_id":"{{id}}","pad":"{{new string('x', size)}}"}"""),
        };
    }

    public async Task<EnqueueResult> EnqueueAsync(OutboxItem item) => await Store.EnqueueAsync(item, CancellationToken.None);

    /// <summary>Enqueues at once, so that the writer groups them.</summary>
    public async Task<IReadOnlyList<string>> FillAsync(int count, Lane lane = Lane.Money, int size = 0, EnqueueResult expected = EnqueueResult.Stored)
    {
        var items = Enumerable.Range(0, count).Select(_ => Item(lane: lane, name: lane == Lane.Money ? "Purchase" : "ViewContent", size: size)).ToArray();
        foreach (var result in await Task.WhenAll(items.Select(item => Store.EnqueueAsync(item, CancellationToken.None).AsTask())))
        {
            Assert.Equal(expected, result);
        }

        return [.. items.Select(item => item.EventId)];
    }

    public async Task<IReadOnlyList<LeasedItem>> LeaseAsync(int count = 1000, long bytes = long.MaxValue, string pixel = "main", Lane lane = Lane.Money, TimeSpan? lease = null, int aloneFrom = int.MaxValue) =>
        await Store.LeaseAsync(new LeaseRequest(pixel, lane, count, bytes, lease ?? Lease) { AloneFrom = aloneFrom });

    /// <summary>Leases and delivers whatever can be had; what cannot be marked is parked and not sent, as the sender does.</summary>
    public async Task<IReadOnlyList<string>> DrainAsync(Lane lane = Lane.Money)
    {
        var delivered = new List<string>();
        while (await LeaseAsync(100, lane: lane) is { Count: > 0 } items)
        {
            var ids = items.Select(item => item.Id).ToArray();
            if (!await TryMarkAsync(ids))
            {
                break;
            }

            await Store.AcknowledgeAsync(ids, new Acceptance(null, []));
            delivered.AddRange(items.Select(item => item.Item.EventId));
        }

        return delivered;
    }

    private async Task<bool> TryMarkAsync(IReadOnlyList<long> ids)
    {
        try
        {
            await Store.MarkPostingAsync(ids);
            return true;
        }
        catch (StoreUnavailableException)
        {
            await Store.ParkAsync(ids, new Parking(Time.GetUtcNow()));
            return false;
        }
    }

    /// <summary>The state of all lanes together, fresh.</summary>
    public async Task<LaneState> StateAsync()
    {
        await PassAsync(TimeSpan.FromSeconds(1));
        return (await Store.GetStateAsync()).Aggregate(new LaneState("all", Lane.Money), (sum, lane) => sum.Plus(lane));
    }

    public async Task<HealthCheckResult> HealthAsync() => await new StoreHealthCheck(Disk, Memory).CheckHealthAsync(new HealthCheckContext());

    public async Task<long> AskAsync(string sql) => await Disk.WriteAsync(session => session.Ask(sql));

    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Folder.Database, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>What the disk holds at this moment.</summary>
    public StoreFolder Copy()
    {
        var copy = new StoreFolder(NextFolder());
        CopyFiles(Folder.Path, copy.Path);
        return copy;
    }

    public static void CopyFiles(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            // The lock is held, and the index of the log is memory of the process that dies.
            if (!file.EndsWith(".lock", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal) && !file.EndsWith(".ballast", StringComparison.Ordinal))
            {
                File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
            }
        }

        // What was set aside.
        foreach (var folder in Directory.EnumerateDirectories(from))
        {
            CopyFiles(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Resilient.CloseAsync();
        _metrics.Dispose();
        await _services.DisposeAsync();
        _root.Delete(recursive: true);
    }

    private string NextFolder() => Path.Combine(_root.FullName, (++_folders).ToString(CultureInfo.InvariantCulture));
}
