using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ProxyCapi.Configuration.Binding;

/// <summary>The step of the options pipeline that reads the configuration.</summary>
/// <param name="configuration">The section, or a root.</param>
internal sealed class SectionBinding(IConfiguration? configuration) : IConfigureOptions<ProxyCapiOptions>
{
    public void Configure(ProxyCapiOptions options)
    {
        if (configuration is not null)
        {
            OptionsBinder.Bind(IsWholeApplication() ? configuration.GetSection(ProxyCapiOptions.SectionName) : configuration, options);
        }
    }

    /// <summary>
    /// A root is the application's configuration, with the environment's variables and all, unless it holds keys of the options and no
    /// section for them.
    /// </summary>
    private bool IsWholeApplication() =>
        configuration is IConfigurationRoot root
        && (root.GetSection(ProxyCapiOptions.SectionName).Exists()
            || !root.GetChildren().Any(child => OptionsKeys.Find(typeof(ProxyCapiOptions), child.Key) is not null));
}
