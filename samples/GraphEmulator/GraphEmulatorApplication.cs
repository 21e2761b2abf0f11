using System.Text.Json;
using System.Text.Json.Serialization;
using GraphEmulator.Endpoint;
using GraphEmulator.Faults;
using GraphEmulator.Hosting;
using GraphEmulator.Journal;
using GraphEmulator.Judgement;
using GraphEmulator.Page;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace GraphEmulator;

/// <summary>A local stand-in for the events edge of Meta's Graph API, as a web application for its own process and for tests that host it in theirs.</summary>
/// <remarks>
/// <code>
/// sender ──► POST /v26.0/{pixel}/events ──► faults (before reading) ──► body ──► faults (before commit) ──► judgement ──► journal ──► faults (after commit) ──► answer
/// person ──► /                              tests and tools ──► /api/events, /api/ids, /api/requests, /api/summary, /api/faults, /api/tokens
/// </code>
/// Tests take <see cref="GraphJournal"/>, <see cref="GraphFaults"/> and <see cref="GraphTokens"/> from the application's services. A
/// <see cref="TimeProvider"/> registered by <c>configure</c> is the clock that event times are judged by.
/// </remarks>
public static class GraphEmulatorApplication
{
    /// <summary>Where it listens unless the configuration says otherwise.</summary>
    public const string DefaultUrl = "http://localhost:5090";

    /// <summary>Any of these says where to listen, so the default has to keep out of the way.</summary>
    private static readonly string[] AddressKeys =
        [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];

    /// <summary>Composes the emulator. Start it with <c>RunAsync</c> or <c>StartAsync</c>.</summary>
    /// <param name="args">Command line in ASP.NET's form: <c>--urls=http://127.0.0.1:0 --Emulator:Capacity=500000</c>.</param>
    /// <param name="configure">Changes the builder before the configuration is read.</param>
    /// <returns>The application, configured and not started.</returns>
    /// <exception cref="InvalidOperationException">A setting of the section <c>Emulator</c> is out of its bounds.</exception>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        // A request line per batch would bury what matters, and a token may stand in a query.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        configure?.Invoke(builder);
        var settings = EmulatorSettings.Read(builder.Configuration);
        Listen(builder);
        AddServices(builder.Services, settings);

        var app = builder.Build();
        app.MapPage();
        app.MapJournal();
        app.MapFaults();
        app.MapGraph();
        return app;
    }

    private static void Listen(WebApplicationBuilder builder)
    {
        if (!AddressKeys.Any(key => !string.IsNullOrEmpty(builder.Configuration[key]))
            && !builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
    }

    private static void AddServices(IServiceCollection services, EmulatorSettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(new GraphJournal(settings.Capacity, settings.CapacityBytes));
        services.AddSingleton(new GraphTokens { AppSecret = settings.AppSecret });
        services.AddSingleton<GraphFaults>();
        services.AddSingleton<EventsEndpoint>();
        // A form carries the whole batch in one value.
        services.Configure<FormOptions>(form => form.ValueLengthLimit = form.BufferBodyLengthLimit > int.MaxValue ? int.MaxValue : (int)form.BufferBodyLengthLimit);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        });
    }
}
