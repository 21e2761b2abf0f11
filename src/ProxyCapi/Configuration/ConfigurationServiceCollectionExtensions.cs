using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ProxyCapi.Configuration.Binding;
using ProxyCapi.Configuration.Reloading;
using ProxyCapi.Diagnostics;

namespace ProxyCapi.Configuration;

/// <summary>Registers this room.</summary>
internal static class ConfigurationServiceCollectionExtensions
{
    /// <summary>
    /// Adds the options, <see cref="ActiveRuleSet"/> (whose first use throws <see cref="ProxyCapiConfigurationException"/> if they are bad),
    /// reloading and the health check. May be called again to add a section or a delegate.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="section">The section to bind; <see langword="null"/>: section <c>ProxyCapi</c> of the application, unless one was given before.</param>
    /// <param name="configure">Changes the options after the section; called again at each reload.</param>
    public static IServiceCollection AddConfiguration(this IServiceCollection services, IConfiguration? section, Action<ProxyCapiOptions>? configure)
    {
        var first = !services.Any(service => service.ServiceType == typeof(ActiveRuleSet));
        if (first || section is not null)
        {
            services.AddSection(section);
        }

        if (configure is not null)
        {
            services.Configure(configure);
        }

        return first ? services.AddRuleSet() : services;
    }

    private static void AddSection(this IServiceCollection services, IConfiguration? section)
    {
        services.AddSingleton<IConfigureOptions<ProxyCapiOptions>>(provider => new SectionBinding(Find(provider)));
        services.AddSingleton<IOptionsChangeTokenSource<ProxyCapiOptions>>(provider =>
            new ConfigurationChangeTokenSource<ProxyCapiOptions>(Options.DefaultName, Find(provider) ?? new ConfigurationManager()));

        IConfiguration? Find(IServiceProvider provider) =>
            section ?? provider.GetService<IConfiguration>()?.GetSection(ProxyCapiOptions.SectionName);
    }

    private static IServiceCollection AddRuleSet(this IServiceCollection services)
    {
        services.AddOptions();
        services.AddMetrics();
        services.TryAddSingleton<ProxyCapiMetrics>();
        services.TryAddSingleton<RuleSetCompiler>();
        services.TryAddSingleton<RuleSetLoader>();
        services.AddSingleton(CreateActiveRuleSet);
        services.AddSingleton(provider => new UnreadableFiles(provider.GetService<IConfiguration>()));
        services.AddHostedService<ConfigurationReloader>();
        services.AddHealthChecks().AddCheck<ConfigurationHealthCheck>(ConfigurationHealthCheck.Name, tags: ["ready"]);
        return services;
    }

    private static ActiveRuleSet CreateActiveRuleSet(IServiceProvider provider)
    {
        var result = provider.GetRequiredService<RuleSetLoader>().Load();
        return result.IsGood ? new ActiveRuleSet(result.RuleSet) : throw new ProxyCapiConfigurationException(result.Failures);
    }
}
