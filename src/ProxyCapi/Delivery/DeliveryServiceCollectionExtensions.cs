using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using ProxyCapi.Configuration;
using ProxyCapi.Diagnostics;
using ProxyCapi.Diagnostics.Stories;

namespace ProxyCapi.Delivery;

/// <summary>Registers the room.</summary>
internal static class DeliveryServiceCollectionExtensions
{
    /// <summary>Sender, Graph client and health check.</summary>
    public static IServiceCollection AddDelivery(this IServiceCollection services)
    {
        services.TryAddSingleton<LaneDoorbells>();
        services.TryAddSingleton<IOutbox, Outbox>();
        services.TryAddSingleton(_ => new Jitter(new Random()));
        services.TryAddSingleton<GraphClient>();
        services.TryAddSingleton<BatchPoster>();
        services.TryAddSingleton<TrustedClock>();
        services.TryAddSingleton(EventStories.Off);
        services.TryAddSingleton<DeliveryStories>();
        services.TryAddSingleton<BatchDelivery>();
        services.TryAddSingleton(provider =>
        {
            var rules = provider.GetRequiredService<ActiveRuleSet>();
            return new StopReserve(() => rules.Current.Options.Delivery.DrainTimeout, provider.GetRequiredService<TimeProvider>());
        });
        services.TryAddSingleton<OutboxSender>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<OutboxSender>());
        services.AddHealthChecks().AddCheck<DeliveryHealthCheck>(DeliveryHealthCheck.Name, tags: [ProxyCapiHealth.DeliveryTag], timeout: ProxyCapiHealth.Timeout);
        services.AddHttpClient(GraphClient.ClientName)

            // What the host puts on all of its clients (a resilience handler, say) would send a POST again that nobody may send again. Handlers that
            // are added to this client by name, after AddProxyCapi, stay.
            .ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Clear())

            // The attempt's own clock ends it; the token must never reach a log, at any level.
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .UseSocketsHttpHandler((handler, _) =>
            {
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;
                handler.AutomaticDecompression = DecompressionMethods.None;
                handler.ConnectTimeout = TimeSpan.FromSeconds(5);
                handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        return services;
    }
}
