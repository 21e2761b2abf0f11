using ProxyCapi.Configuration;
using ProxyCapi.Gateway.Proxying;
using ProxyCapi.Gateway.Settings;

namespace ProxyCapi.Gateway;

/// <summary>Puts the gateway's, the library's and YARP's complaints on one list, before anything listens.</summary>
internal static class StartupCheck
{
    /// <summary>Throws if anything has to be corrected.</summary>
    public static void ThrowIfMisconfigured(WebApplication app, GatewaySettings settings)
    {
        List<string> failures = [.. settings.Failures.Select(failure => failure.ToString())];
        try
        {
            app.Services.GetService<ActiveRuleSet>();
        }
        catch (ProxyCapiConfigurationException exception)
        {
            failures.AddRange(exception.Failures);
        }

        if (failures.Count > 0)
        {
            // YARP would complain when its routes are mapped, and it does not come to that.
            failures.AddRange(SiteCheck.FindFailures(settings, app.Configuration));
            ((IDisposable)app).Dispose();
            throw new GatewayConfigurationException(failures);
        }
    }
}
