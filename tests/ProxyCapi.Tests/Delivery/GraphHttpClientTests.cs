using Microsoft.Extensions.DependencyInjection;
using ProxyCapi.Delivery;

namespace ProxyCapi.Tests.Delivery;

/// <summary>What a host puts on its HTTP clients, and what of it reaches Meta.</summary>
public sealed class GraphHttpClientTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handlers_OfTheHostsDefaults_AreNotOnTheGraphClient_ButItsOwnAre(bool areDefaultsFirst)
    {
        var services = new ServiceCollection();
        Action<IHttpClientBuilder> defaults = http => http.AddHttpMessageHandler(() => new Marked("defaults"));
        if (areDefaultsFirst)
        {
            services.ConfigureHttpClientDefaults(defaults);
        }

        services.AddDelivery();
        services.AddHttpClient(GraphClient.ClientName).AddHttpMessageHandler(() => new Marked("own"));
        if (!areDefaultsFirst)
        {
            services.ConfigureHttpClientDefaults(defaults);
        }

        await using var provider = services.BuildServiceProvider();
        var factory = provider.GetRequiredService<IHttpMessageHandlerFactory>();

        Assert.Equal(["own"], Marks(factory.CreateHandler(GraphClient.ClientName)));
        Assert.Equal(["defaults"], Marks(factory.CreateHandler("another")));
    }

    private static IEnumerable<string> Marks(HttpMessageHandler? handler)
    {
        for (; handler is DelegatingHandler delegating; handler = delegating.InnerHandler)
        {
            if (delegating is Marked marked)
            {
                yield return marked.Name;
            }
        }
    }

    private sealed class Marked(string name) : DelegatingHandler
    {
        public string Name => name;
    }
}
