using ProxyCapi.Configuration;
using ProxyCapi.Configuration.Binding;
using ProxyCapi.Configuration.Validation;
using ProxyCapi.Gateway.Settings;
using ProxyCapi.Storage;

namespace ProxyCapi.Gateway.CommandLine.Outbox;

/// <summary>
/// The outbox of the proxy that would run with this configuration. Of the configuration only what leads to the outbox has to be good: a rule that
/// is not must not keep the operator from the outbox.
/// </summary>
internal sealed class OutboxLocation
{
    private const string FolderPath = $"{ProxyCapiOptions.SectionName}:{nameof(ProxyCapiOptions.DataDirectory)}";
    private const string KeysPath = $"{ProxyCapiOptions.SectionName}:{nameof(ProxyCapiOptions.Delivery)}:{nameof(DeliveryOptions.EncryptionKeys)}";

    private OutboxLocation(OutboxFiles files, ProxyCapiOptions options, IConfiguration configuration)
    {
        Files = files;
        Options = options;
        Configuration = configuration;
    }

    /// <summary>The outbox.</summary>
    public OutboxFiles Files { get; }

    /// <summary>What could be read of the options.</summary>
    public ProxyCapiOptions Options { get; }

    /// <summary>Everything that is configured.</summary>
    public IConfiguration Configuration { get; }

    /// <summary>Names of events that this configuration may have sent.</summary>
    public IReadOnlyCollection<string> EventNames =>
        [.. MetaVocabulary.StandardEvents.Concat(Options.Rules.Values.Select(rule => rule.Event).OfType<string>()).Distinct(StringComparer.Ordinal)];

    /// <summary>Reads the configuration as the proxy does, without starting anything.</summary>
    /// <param name="settings">Configuration from the command line.</param>
    /// <param name="dataDirectory">What <c>--data-directory</c> says.</param>
    /// <exception cref="GatewayConfigurationException">What leads to the outbox has to be corrected.</exception>
    public static OutboxLocation Find(string[] settings, string? dataDirectory)
    {
        var builder = WebApplication.CreateBuilder(settings);
        builder.Configuration.AddGatewayDefaults();
        var options = new ProxyCapiOptions();
        OptionsBinder.Bind(builder.Configuration.GetSection(ProxyCapiOptions.SectionName), options);
        var failures = options.Binding.Failures.Where(failure => Matters(failure, settings)).Select(failure => failure.ToString())
            .Concat(options.Delivery.EncryptionKeys
                .Select((key, index) => (Index: index, IsKey: DataKeyRing.Parse(key) is not null))
                .Where(key => !key.IsKey)
                .Select(key => $"{KeysPath}:{key.Index}: The key is not 32 bytes in Base64. Make one with: openssl rand -base64 32"))
            .ToArray();
        if (failures.Length > 0)
        {
            throw new GatewayConfigurationException(failures);
        }

        var path = dataDirectory is null
            ? Path.GetFullPath(options.DataDirectory, builder.Environment.ContentRootPath)
            : Path.GetFullPath(dataDirectory);
        return new OutboxLocation(
            new OutboxFiles(new StoreFolder(path), new SqliteSettings { BusyTimeoutSeconds = 10 }, options.Delivery.EncryptionKeys), options, builder.Configuration);
    }

    // What stands on this very command line is meant for this command.
    private static bool Matters(ConfigurationFailure failure, string[] settings) =>
        failure.Path.StartsWith(FolderPath, StringComparison.OrdinalIgnoreCase)
        || failure.Path.StartsWith(KeysPath, StringComparison.OrdinalIgnoreCase)
        || settings.Any(setting => setting.StartsWith("--" + failure.Path, StringComparison.OrdinalIgnoreCase));
}
