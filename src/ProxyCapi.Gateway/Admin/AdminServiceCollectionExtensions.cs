namespace ProxyCapi.Gateway.Admin;

/// <summary>Registers this room.</summary>
internal static class AdminServiceCollectionExtensions
{
    /// <summary>Adds the operator's listener and the check of the gateway itself.</summary>
    public static void AddAdminListener(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<GatewayHealthCheck>(GatewayHealthCheck.Name, tags: [AdminEndpoints.ReadyTag]);
        services.AddSingleton<AdminListener>();
        services.AddHostedService(provider => provider.GetRequiredService<AdminListener>());
    }
}
