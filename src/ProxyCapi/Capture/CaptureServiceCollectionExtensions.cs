using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy.Transforms.Builder;

namespace ProxyCapi.Capture;

/// <summary>Registers the room.</summary>
internal static class CaptureServiceCollectionExtensions
{
    /// <summary>
    /// Adds the transform provider, which YARP finds by its interface, and the queue. Needs <c>ActiveRuleSet</c>, <c>ProxyCapiMetrics</c> and logging.
    /// </summary>
    public static IServiceCollection AddCapture(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ExchangeQueue>();
        services.TryAddSingleton<CaptureServices>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ITransformProvider, CaptureTransformProvider>());
        return services;
    }
}
