using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using ProxyCapi.Configuration;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;
using ProxyCapi.Storage;

namespace ProxyCapi.CrashTests.PowerLoss;

/// <summary>The store as the proxy has it, without the proxy around it.</summary>
internal sealed class StandaloneStore : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ProxyCapiMetrics _metrics;

    private StandaloneStore(string folder, SqliteSettings settings, TimeProvider time)
    {
        _metrics = new ProxyCapiMetrics(_services.GetRequiredService<IMeterFactory>());
        var options = new DeliveryOptions { MinFreeBytes = 0 };
        Store = new SqliteOutboxStore(
            new StoreFolder(folder), settings, () => options, new LaneDoorbells(), _metrics, time, NullLogger<SqliteOutboxStore>.Instance);
    }

    /// <summary>The store.</summary>
    public SqliteOutboxStore Store { get; }

    /// <summary>Opens a store, and waits until it is open and has looked after itself once.</summary>
    public static async Task<StandaloneStore> OpenAsync(string folder, SqliteSettings settings, TimeProvider time)
    {
        var opened = new StandaloneStore(folder, settings, time);
        await opened.Store.LookAfterAsync();
        return opened;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _metrics.Dispose();
        await _services.DisposeAsync();
    }
}
