using Microsoft.Extensions.DependencyInjection;

namespace ProxyCapi.FunctionalTests.Hosting;

/// <summary>Changes a host's services after the host itself has registered all of its own.</summary>
internal sealed class LastWordFactory(Action<IServiceCollection> change) : IServiceProviderFactory<IServiceCollection>
{
    public IServiceCollection CreateBuilder(IServiceCollection services)
    {
        change(services);
        return services;
    }

    public IServiceProvider CreateServiceProvider(IServiceCollection containerBuilder) => containerBuilder.BuildServiceProvider();
}
