using ProxyCapi.Configuration;
using ProxyCapi.Diagnostics.Stories;
using ProxyCapi.Gateway.Admin.Inspector;

namespace ProxyCapi.Gateway.Admin;

/// <summary>Registers this room.</summary>
internal static class AdminServiceCollectionExtensions
{
    /// <summary>Adds the operator's listener and the check of the gateway itself.</summary>
    public static void AddAdminListener(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<GatewayHealthCheck>(GatewayHealthCheck.Name, tags: [AdminEndpoints.ReadyTag]);
        // Before the library's own, which keeps none.
        services.AddSingleton(provider => new EventStories(
            provider.GetRequiredService<ActiveRuleSet>().Current.Options.Admin is { Url.Length: > 0 } admin ? admin.MaxStories : 0));
        services.AddSingleton<InspectorSessions>();
        services.AddSingleton<InspectorGuard>();
        services.AddSingleton<InspectorOutbox>();
        services.AddSingleton<InspectorStream>();
        services.AddSingleton<InspectorQueries>();
        services.AddSingleton<SiteAdvisor>();
        services.AddSingleton<AdminListener>();
        services.AddHostedService(provider => provider.GetRequiredService<AdminListener>());
    }
}
