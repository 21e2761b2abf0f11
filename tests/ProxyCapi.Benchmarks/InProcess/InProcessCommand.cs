using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ProxyCapi.Benchmarks.Hosting;
using ProxyCapi.Benchmarks.Load;
using ProxyCapi.Capture;
using Spectre.Console;
using Yarp.ReverseProxy.Forwarder;

namespace ProxyCapi.Benchmarks.InProcess;

/// <summary>
/// YARP with and without ProxyCapi, interleaved, in memory: what one request costs more, in microseconds and in bytes on its own thread.
/// Work behind the queue is not in these figures; the load command has it.
/// </summary>
internal static class InProcessCommand
{
    private const int Burst = 4;

    private static readonly string[] Columns =
        ["scenario", "bare µs", "bare again: µs more", "ProxyCapi: µs more", "bare bytes", "ProxyCapi: bytes more"];

    public static async Task<int> RunAsync(string[] args)
    {
        var rounds = Arguments.Number(args, "--rounds", 41);
        var requests = Arguments.Number(args, "--requests", 2000);
        await using var bare = await StartAsync(withProxyCapi: false);
        await using var again = await StartAsync(withProxyCapi: false);
        await using var own = await StartAsync(withProxyCapi: true);
        WebApplication[] apps = [bare, again, own];
        var table = new Table { Border = TableBorder.Markdown }.AddColumns(Columns);
        var scenarios = Scenario.All.Where(scenario => scenario.Path is not ("/chunked" or "/slow" or "/purchase30")).ToArray();
        // Compiled to the end before anything counts: else the first rows would pay for it, and the apps not alike.
        foreach (var (scenario, app) in scenarios.SelectMany(scenario => apps.Select(app => (scenario, app))))
        {
            Measure(app, scenario, Math.Max(requests, 4000));
        }

        foreach (var scenario in scenarios)
        {
            var times = apps.Select(_ => new List<double>()).ToArray();
            var bytes = apps.Select(_ => new List<double>()).ToArray();
            for (var round = -3; round < rounds; round++)
            {
                for (var i = 0; i < apps.Length; i++)
                {
                    var index = (i + Math.Max(0, round)) % apps.Length;
                    var (time, allocated) = Measure(apps[index], scenario, requests);
                    if (round >= 0)
                    {
                        times[index].Add(time);
                        bytes[index].Add(allocated);
                    }
                }
            }

            table.AddRow(
                scenario.Name,
                $"{Statistics.Median(times[0]):F1}",
                $"{Statistics.Median(times[1].Zip(times[0], (mine, theirs) => mine - theirs)):+0.00;-0.00}",
                $"{Statistics.Median(times[2].Zip(times[0], (mine, theirs) => mine - theirs)):+0.00;-0.00}",
                $"{Statistics.Median(bytes[0]):F0}",
                $"{Statistics.Median(bytes[2]) - Statistics.Median(bytes[0]):+0;-0;0}");
        }

        AnsiConsole.Write(table);
        return 0;
    }

    private static async Task<WebApplication> StartAsync(bool withProxyCapi)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(ProxySettings.Yarp("http://origin.example"));
        builder.Services.AddSingleton<IServer, InMemoryServer>();
        builder.Services.AddSingleton<IForwarderHttpClientFactory, CannedClient>();
        var proxy = builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));
        if (withProxyCapi)
        {
            builder.Configuration.AddInMemoryCollection(ProxySettings.ProxyCapi("https://graph.example"));
            builder.Configuration["ProxyCapi:Mode"] = "Shadow";
            proxy.AddProxyCapi();
        }

        var app = builder.Build();
        app.MapReverseProxy();
        await app.StartAsync();
        return app;
    }

    /// <summary>
    /// The time and the bytes of the requests alone. Between bursts the queue is waited for: a flood that no shop has would fill it, and the
    /// figures would show the memory of what waits instead of the price of a request.
    /// </summary>
    private static (double Microseconds, double Bytes) Measure(WebApplication app, Scenario scenario, int requests)
    {
        var server = (InMemoryServer)app.Services.GetRequiredService<IServer>();
        var queue = app.Services.GetService<ExchangeQueue>();
        using var exchange = new InMemoryExchange(scenario.Body is null ? "GET" : "POST", scenario.Path, scenario.Body);
        long bytes = 0, ticks = 0;
        for (var done = 0; done < requests; done += Burst)
        {
            SpinWait.SpinUntil(() => queue is null || queue.Length == 0);
            var bytesBefore = GC.GetAllocatedBytesForCurrentThread();
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < Burst; i++)
            {
                Send(server, exchange);
            }

            ticks += Stopwatch.GetTimestamp() - started;
            bytes += GC.GetAllocatedBytesForCurrentThread() - bytesBefore;
        }

        var count = (requests + Burst - 1) / Burst * Burst;
        return (Stopwatch.GetElapsedTime(0, ticks).TotalMicroseconds / count, bytes / (double)count);
    }

    private static void Send(InMemoryServer server, InMemoryExchange exchange)
    {
        var request = server.SendAsync(exchange);
        if (!request.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("The request left its thread: the figures would not mean what they say.", request.Exception);
        }
    }
}
