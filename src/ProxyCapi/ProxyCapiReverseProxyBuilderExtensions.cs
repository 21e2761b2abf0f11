using Microsoft.Extensions.Configuration;
using ProxyCapi.Configuration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds ProxyCapi to YARP.</summary>
public static class ProxyCapiReverseProxyBuilderExtensions
{
    /// <summary>Adds ProxyCapi, configured by section <c>ProxyCapi</c> of the application's configuration.</summary>
    /// <param name="builder">YARP's builder.</param>
    /// <returns>The builder.</returns>
    public static IReverseProxyBuilder AddProxyCapi(this IReverseProxyBuilder builder) => throw new NotImplementedException();

    /// <summary>Adds ProxyCapi, configured by <paramref name="configuration"/>.</summary>
    /// <param name="builder">YARP's builder.</param>
    /// <param name="configuration">The section to bind.</param>
    /// <returns>The builder.</returns>
    public static IReverseProxyBuilder AddProxyCapi(this IReverseProxyBuilder builder, IConfiguration configuration) => throw new NotImplementedException();

    /// <summary>
    /// Adds ProxyCapi, configured from code; the application's section <c>ProxyCapi</c> is read first if it is there.
    /// </summary>
    /// <param name="builder">YARP's builder.</param>
    /// <param name="configure">Changes the options; called again at each reload.</param>
    /// <returns>The builder.</returns>
    public static IReverseProxyBuilder AddProxyCapi(this IReverseProxyBuilder builder, Action<ProxyCapiOptions> configure) => throw new NotImplementedException();
}
