using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using ProxyCapi.FunctionalTests.Hosting;
using ProxyCapi.Gateway;

namespace ProxyCapi.FunctionalTests.Pages;

/// <summary>A real gateway between a site that answers as recorded and a Graph API that takes everything.</summary>
internal sealed class PageReplay : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("proxycapi-pages-");
    private readonly ReplayOrigin _origin = new();
    private GraphSink _sink = null!;
    private WebApplication _gateway = null!;
    private Books _books = null!;

    private PageReplay()
    {
    }

    public static async Task<PageReplay> StartAsync(IEnumerable<PageCase> cases)
    {
        var replay = new PageReplay { _sink = await GraphSink.StartAsync() };
        replay._gateway = GatewayApplication.Create([], builder => replay.Configure(builder, [.. cases]));
        replay._books = new Books(replay._gateway.Services);
        await replay._gateway.StartAsync();
        return replay;
    }

    /// <summary>Plays one exchange; gives what the browser got and what was sent to Meta for it.</summary>
    public async Task<(RecordedMessage Answer, IReadOnlyList<JsonObject> Events)> PlayAsync(PageCase page, CancellationToken cancellationToken)
    {
        var before = _sink.Events.Count;
        _origin.AnswerWith(page.Response);
        var answer = await RawClient.SendAsync(new Uri(_gateway.Urls.First()), page.Request, cancellationToken);
        await _books.WaitUntilBalancedAsync(cancellationToken);
        return (answer, [.. _sink.Events.Skip(before)]);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _books.Dispose();
        await _sink.DisposeAsync();
        await _origin.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private void Configure(WebApplicationBuilder builder, PageCase[] cases)
    {
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        foreach (var rules in cases.Select(page => page.RulesFile).OfType<string>().Distinct())
        {
            builder.Configuration.AddJsonFile(rules, optional: false);
        }

        if (cases.Select(page => page.Config?["datalayer"]?.GetValue<string>()).OfType<string>().FirstOrDefault() is { } layer)
        {
            builder.Configuration["ProxyCapi:Discovery:DataLayer"] = layer;
        }

        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Gateway:Origin"] = _origin.Address,
            ["Gateway:TrustedProxies:0"] = "127.0.0.1",
            ["ProxyCapi:DataDirectory"] = _data.FullName,
            ["ProxyCapi:Pixels:main:Id"] = cases.Select(page => page.Config?["pixel_id"]?.GetValue<string>()).OfType<string>().FirstOrDefault() ?? "3030303030303030",
            ["ProxyCapi:Pixels:main:AccessToken"] = "test-token",
            ["ProxyCapi:Graph:BaseAddress"] = _sink.Address,
            ["ProxyCapi:Delivery:MoneyLinger"] = "00:00:00",
            ["ProxyCapi:Delivery:Linger"] = "00:00:00",
            ["ProxyCapi:Admin:Url"] = "http://127.0.0.1:0",
        });
    }
}
