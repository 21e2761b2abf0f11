using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ProxyCapi.Configuration.Binding;

/// <summary>The step of the options pipeline that reads the configuration.</summary>
/// <param name="configuration">The section; a root is searched for section <c>ProxyCapi</c> first.</param>
internal sealed class SectionBinding(IConfiguration? configuration) : IConfigureOptions<ProxyCapiOptions>
{
    public void Configure(ProxyCapiOptions options)
    {
        if (configuration is IConfigurationRoot root && root.GetSection(ProxyCapiOptions.SectionName) is { } section && section.Exists())
        {
            OptionsBinder.Bind(section, options);
        }
        else if (configuration is not null)
        {
            OptionsBinder.Bind(configuration, options);
        }
    }
}
