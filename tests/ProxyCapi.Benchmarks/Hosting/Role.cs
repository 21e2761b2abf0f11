using System.Diagnostics;
using System.Globalization;
using GraphEmulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ProxyCapi.Gateway;

namespace ProxyCapi.Benchmarks.Hosting;

/// <summary>
/// One process of the load harness. Says its address on the first line of its output, then answers each line of its input with the
/// processor time and the bytes it has used so far; ends when its input ends.
/// </summary>
internal static class Role
{
    public static async Task<int> RunAsync(string role, string[] args)
    {
        await using var app = Create(role, args.Length > 0 ? args[0] : "");
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Console.WriteLine(addresses.First());
        while (await Console.In.ReadLineAsync() is not null)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{Process.GetCurrentProcess().TotalProcessorTime.TotalMicroseconds} {GC.GetTotalAllocatedBytes()} {Environment.WorkingSet}"));
        }

        await app.StopAsync();
        return 0;
    }

    private static WebApplication Create(string role, string origin)
    {
        if (role == "gateway")
        {
            return GatewayApplication.Create([], builder =>
            {
                Prepare(builder);
                builder.Configuration.AddInMemoryCollection(ProxySettings.Yarp(origin));
                builder.Configuration.AddInMemoryCollection(ProxySettings.ProxyCapi(origin));
                builder.Configuration["ProxyCapi:Admin:Url"] = "http://127.0.0.1:0";
            });
        }

        if (role == "emulator")
        {
            return GraphEmulatorApplication.Create([], Prepare);
        }

        var builder = WebApplication.CreateSlimBuilder();
        Prepare(builder);
        if (role == "origin")
        {
            var site = builder.Build();
            OriginApplication.Map(site);
            return site;
        }

        builder.Configuration.AddInMemoryCollection(ProxySettings.Yarp(origin));
        var proxy = builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));
        if (role == "proxycapi")
        {
            builder.Configuration.AddInMemoryCollection(ProxySettings.ProxyCapi(origin));
            proxy.AddProxyCapi();
        }

        var app = builder.Build();
        app.MapReverseProxy();
        return app;
    }

    private static void Prepare(WebApplicationBuilder builder)
    {
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
    }
}
