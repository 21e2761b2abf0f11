using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using ProxyCapi.Gateway;

namespace ProxyCapi.FunctionalTests.Gateway;

/// <summary>The gateway in this process, on free ports, with a folder of its own.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder;

    private GatewayHost(WebApplication app, DirectoryInfo folder)
    {
        _app = app;
        _folder = folder;
        Client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Public };
        AdminClient = new() { BaseAddress = Admin };
    }

    public Uri Public => new(_app.Urls.First());

    public Uri Admin => _app.GetAdminAddress()!;

    public HttpClient Client { get; }

    public HttpClient AdminClient { get; }

    /// <summary>Where the outbox is.</summary>
    public string DataDirectory => Path.Combine(_folder.FullName, "data");

    public IServiceProvider Services => _app.Services;

    public IConfigurationRoot Configuration => (IConfigurationRoot)_app.Configuration;

    /// <summary>What every start needs: free ports, a pixel, silence, and no appsettings.json of somebody else.</summary>
    public static string[] Arguments(DirectoryInfo folder, params string[] settings) =>
    [
        $"--contentRoot={folder.FullName}", "--urls=http://127.0.0.1:0", "--ProxyCapi:Admin:Url=http://127.0.0.1:0", "--ProxyCapi:Mode=Shadow",
        "--ProxyCapi:Pixels:main:Id=1234567890", "--ProxyCapi:Pixels:main:AccessToken=not-a-token", "--Logging:LogLevel:Default=None",
        "--Logging:LogLevel:Microsoft.AspNetCore=None", "--Logging:LogLevel:Yarp=None", .. settings,
    ];

    public static Task<GatewayHost> StartAsync(params string[] settings) => StartAsync(configure: null, settings);

    public static async Task<GatewayHost> StartAsync(Action<WebApplicationBuilder>? configure, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("proxycapi-gateway-");
        var app = GatewayApplication.Create(Arguments(folder, settings), configure);
        await app.StartAsync();
        return new(app, folder);
    }

    public static Task<GatewayHost> StartBeforeAsync(StubOrigin origin, params string[] settings) =>
        StartAsync([$"--Gateway:Origin={origin.Address}", .. settings]);

    /// <summary>Sends a request through the gateway and returns what the site saw of it.</summary>
    public async Task<StubOrigin.Seen> SeenByOriginAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Client.SendAsync(request);
        Assert.Equal("yes", response.Headers.GetValues(StubOrigin.MarkerHeader).Single());
        return (await response.Content.ReadFromJsonAsync<StubOrigin.Seen>())!;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        AdminClient.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
