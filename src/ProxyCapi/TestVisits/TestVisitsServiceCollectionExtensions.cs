using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ProxyCapi.Storage;
using Yarp.ReverseProxy.Transforms.Builder;

namespace ProxyCapi.TestVisits;

/// <summary>Registers the room.</summary>
internal static class TestVisitsServiceCollectionExtensions
{
    /// <summary>Visits with a signed link. Needs what Capture and Storage register.</summary>
    public static IServiceCollection AddTestVisits(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new TestKeyFile(provider.GetRequiredService<StoreFolder>()));
        services.TryAddSingleton<TestVisitors>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ITransformProvider, TestVisitTransforms>());
        return services;
    }
}
