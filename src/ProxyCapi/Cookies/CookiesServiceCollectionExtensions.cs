using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy.Transforms.Builder;

namespace ProxyCapi.Cookies;

/// <summary>Registers the room.</summary>
internal static class CookiesServiceCollectionExtensions
{
    /// <summary>Adds the transform provider. Needs what Capture registers.</summary>
    public static IServiceCollection AddIdentityCookies(this IServiceCollection services)
    {
        services.TryAddSingleton<RecentVisitors>();
        services.TryAddSingleton<IdentityCookieServices>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ITransformProvider, IdentityCookieTransformProvider>());
        return services;
    }
}
