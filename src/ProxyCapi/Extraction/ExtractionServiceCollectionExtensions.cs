using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ProxyCapi.Extraction;

/// <summary>Registers the room.</summary>
internal static class ExtractionServiceCollectionExtensions
{
    /// <summary>The reader of exchanges.</summary>
    public static IServiceCollection AddExtraction(this IServiceCollection services)
    {
        services.TryAddSingleton<ExchangeReader>();
        return services;
    }
}
