using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace ProxyCapi.FunctionalTests.Gateway;

/// <summary>A site that answers every request with what it saw of it.</summary>
internal sealed class StubOrigin : IAsyncDisposable
{
    /// <summary>Says that the answer came from the site.</summary>
    public const string MarkerHeader = "X-Stub-Origin";

    private readonly WebApplication _app;

    private StubOrigin(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public static async Task<StubOrigin> StartAsync(RequestDelegate? answer = null, Action<KestrelServerOptions>? kestrel = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            kestrel?.Invoke(options);
        });
        var app = builder.Build();
        app.Run(answer ?? EchoAsync);
        await app.StartAsync();
        return new(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static Task EchoAsync(HttpContext context)
    {
        context.Response.Headers[MarkerHeader] = "yes";
        return context.Response.WriteAsJsonAsync(new Seen(
            context.Features.Get<IHttpRequestFeature>()!.RawTarget,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)),
            JsonSerializerOptions.Web);
    }

    /// <summary>What the site saw.</summary>
    internal sealed record Seen(string Target, Dictionary<string, string> Headers)
    {
        public string? Header(string name) => Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
    }
}
