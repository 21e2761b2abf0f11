using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ProxyCapi.Conversions;

/// <summary>Registers the room.</summary>
internal static class ConversionsServiceCollectionExtensions
{
    /// <summary>The factory of events.</summary>
    public static IServiceCollection AddConversions(this IServiceCollection services)
    {
        services.TryAddSingleton<ServerEventFactory>();
        return services;
    }
}
