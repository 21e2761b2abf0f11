using GraphEmulator;
using GraphEmulator.Journal;
using ProxyCapi.Gateway;
using Shop;

namespace QuickStart;

/// <summary>Shop, emulator and gateway in this process, and the folder that the gateway writes to. Nothing is left when it is disposed.</summary>
internal sealed class Servers : IAsyncDisposable
{
    /// <summary>Nobody waits here for a slow client.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(10);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("proxycapi-quickstart-");
    private readonly List<WebApplication> _running = [];

    private Servers()
    {
    }

    public Uri Shop { get; private set; } = null!;

    public Uri Emulator { get; private set; } = null!;

    public Uri Gateway { get; private set; } = null!;

    public Uri Admin { get; private set; } = null!;

    public GraphJournal Journal { get; private set; } = null!;

    /// <summary>Starts all of them, the gateway last.</summary>
    /// <exception cref="IOException">An address is taken.</exception>
    public static async Task<Servers> StartAsync(Addresses listen, CancellationToken cancellationToken)
    {
        var servers = new Servers();
        try
        {
            await servers.StartAllAsync(listen, cancellationToken);
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>A graceful stop reads every page that was captured and sends every event: what has not come to Meta after it never will.</summary>
    public Task StopGatewayAsync(CancellationToken cancellationToken) => _running[^1].StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        // The gateway first: it may have something to send.
        foreach (var server in Enumerable.Reverse(_running))
        {
            await server.StopAsync();
            await server.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private async Task StartAllAsync(Addresses listen, CancellationToken cancellationToken)
    {
        // The empty folder as content root: no appsettings.json of somebody else is read.
        Shop = await StartAsync(ShopApplication.Create([$"--contentRoot={_folder.FullName}", $"--urls={listen.Shop}"], Configure), cancellationToken);
        var emulator = GraphEmulatorApplication.Create([$"--contentRoot={_folder.FullName}", $"--urls={listen.Emulator}"], Configure);
        Emulator = await StartAsync(emulator, cancellationToken);
        Journal = emulator.Services.GetRequiredService<GraphJournal>();
        var gateway = GatewayApplication.Create(
        [
            // settings/appsettings.json is the file of this project.
            $"--contentRoot={Path.Combine(AppContext.BaseDirectory, "settings")}",
            $"--urls={listen.Gateway}",
            $"--Gateway:Origin={Shop}",
            $"--ProxyCapi:Graph:BaseAddress={Emulator}",
            $"--ProxyCapi:Admin:Url={listen.Admin}",
            $"--ProxyCapi:DataDirectory={Path.Combine(_folder.FullName, "data")}",
        ], Configure);
        Gateway = await StartAsync(gateway, cancellationToken);
        Admin = gateway.GetAdminAddress()!;
    }

    private async Task<Uri> StartAsync(WebApplication server, CancellationToken cancellationToken)
    {
        _running.Add(server);
        await server.StartAsync(cancellationToken);
        return new(server.Urls.First());
    }

    private static void Configure(WebApplicationBuilder builder)
    {
        // What was bought is to be seen, not three servers saying hello.
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning).AddFilter("ProxyCapi", LogLevel.Warning);
        builder.Services.AddSingleton<IHostLifetime, FollowingLifetime>();
        builder.Services.PostConfigure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
    }

    /// <summary>The run stops the servers; they hear no signals themselves.</summary>
    private sealed class FollowingLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
