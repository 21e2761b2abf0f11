using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace ProxyCapi.FunctionalTests.EndToEnd;

public sealed class RegistrationTests
{
    /// <summary>Configuration and code, as people write it; the gateway adds it once more.</summary>
    [Fact]
    public async Task AddProxyCapi_MoreThanOnce_StartsAndReportsAnOrderOnce()
    {
        await using var stack = await ShopStack.StartAsync(
            builder => new Proxy(builder.Services).AddProxyCapi().AddProxyCapi(options => options.Delivery.BatchSize = 7));
        using var visitor = stack.Visit();

        var order = await visitor.BuyAsync();

        Assert.Equal(order.EventId, (string?)Assert.Single(await stack.SettleAsync())["event_id"]);
        await stack.WaitForHealthAsync(HttpStatusCode.OK);
        stack.AssertSpotless();
    }

    /// <summary>YARP's own AddReverseProxy may be called once only, and the gateway calls it.</summary>
    private sealed class Proxy(IServiceCollection services) : IReverseProxyBuilder
    {
        public IServiceCollection Services => services;
    }
}
