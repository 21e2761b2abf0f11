using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ProxyCapi.Configuration;
using ProxyCapi.Delivery;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Storage;

/// <summary>Registers the room.</summary>
internal static class StorageServiceCollectionExtensions
{
    /// <summary>The durable store, the memory behind it, and the health check.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.TryAddSingleton(new SqliteSettings());
        services.TryAddSingleton(provider => new StoreFolder(FolderOf(provider)));
        services.TryAddSingleton(CreateDisk);
        services.TryAddSingleton(provider => new MemoryOutboxStore(
            Options(provider), provider.GetRequiredService<ProxyCapiMetrics>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IOutboxStore, ResilientOutboxStore>();
        services.TryAddSingleton(provider => new BooksFile(provider.GetRequiredService<StoreFolder>(), provider.GetRequiredService<SqliteSettings>()));
        services.TryAddSingleton<BooksKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<BooksKeeper>());
        services.AddHealthChecks().AddCheck<StoreHealthCheck>(StoreHealthCheck.Name, tags: [ProxyCapiHealth.DeliveryTag], timeout: ProxyCapiHealth.Timeout);
        return services;
    }

    private static SqliteOutboxStore CreateDisk(IServiceProvider provider) => new(
        provider.GetRequiredService<StoreFolder>(),
        provider.GetRequiredService<SqliteSettings>(),
        Options(provider),
        provider.GetRequiredService<LaneDoorbells>(),
        provider.GetRequiredService<ProxyCapiMetrics>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<SqliteOutboxStore>>());

    // The folder is taken once: a reload cannot move a database that is in use.
    private static string FolderOf(IServiceProvider provider)
    {
        var root = provider.GetService<IHostEnvironment>()?.ContentRootPath ?? Environment.CurrentDirectory;
        return Path.GetFullPath(provider.GetRequiredService<ActiveRuleSet>().Current.Options.DataDirectory, root);
    }

    private static Func<DeliveryOptions> Options(IServiceProvider provider)
    {
        var rules = provider.GetRequiredService<ActiveRuleSet>();
        return () => rules.Current.Options.Delivery;
    }
}
