using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ProxyCapi.Capture;
using ProxyCapi.Configuration;
using ProxyCapi.Configuration.Binding;
using ProxyCapi.Extraction;

namespace ProxyCapi.Tests.Configuration;

/// <summary>Builds configurations, and compiles them with a rule compiler that reads nothing.</summary>
internal static class TestConfiguration
{
    public const string Token = "EAAsecretToken123";

    /// <summary>The least that can be put in force.</summary>
    public const string Good = """{ "ProxyCapi": { "Pixels": { "main": { "Id": "123", "AccessToken": "EAAsecretToken123" } } } }""";

    public static IConfigurationRoot Json(string json, params (string Key, string? Value)[] overrides) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(ReadJson(json).AsEnumerable())
            .AddInMemoryCollection(overrides.GroupBy(entry => entry.Key).Select(entries => KeyValuePair.Create(entries.Key, entries.Last().Value)))
            .Build();

    /// <summary>A stream cannot be read again at a reload: its values are copied.</summary>
    private static IConfigurationRoot ReadJson(string json) =>
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();

    /// <summary>The good configuration and one line more.</summary>
    public static IConfigurationRoot GoodWith(params (string Key, string? Value)[] overrides) =>
        Json(Good, [.. overrides.Select(entry => ("ProxyCapi:" + entry.Key, entry.Value))]);

    /// <summary>The good configuration with a rule, and one line more of that rule.</summary>
    public static IConfigurationRoot RuleWith(params (string Key, string? Value)[] overrides) =>
        GoodWith([("Rules:purchase:Event", "Purchase"), ("Rules:purchase:Match:Path", "/thanks"), .. overrides.Select(entry => ("Rules:purchase:" + entry.Key, entry.Value))]);

    public static ProxyCapiOptions Bind(IConfiguration configuration)
    {
        var options = new ProxyCapiOptions();
        new SectionBinding(configuration).Configure(options);
        return options;
    }

    public static CompilationResult Compile(IConfiguration configuration) => Compile(Bind(configuration));

    public static CompilationResult Compile(ProxyCapiOptions options, RuleCompiler? compiler = null) => new RuleSetCompiler(compiler ?? AnyRule).Compile(options);

    public static IReadOnlyList<ConfigurationFailure> Failures(IConfiguration configuration) => Compile(configuration).Failures;

    public static CompiledRule AnyRule(string name, RuleOptions options, string path, ICollection<ConfigurationFailure> failures) => new()
    {
        Name = name,
        EventName = options.Event,
        Enrich = options.Enrich,
        Request = (RequestMatcher)RuntimeHelpers.GetUninitializedObject(typeof(RequestMatcher)),
        Gate = (ResponseGate)RuntimeHelpers.GetUninitializedObject(typeof(ResponseGate)),
        Reader = (ConversionReader)RuntimeHelpers.GetUninitializedObject(typeof(ConversionReader)),
    };

    public static ServiceCollection Services(IConfiguration? configuration, Action<ProxyCapiOptions>? configure = null, IConfiguration? section = null)
    {
        var services = new ServiceCollection();
        if (configuration is not null)
        {
            services.AddSingleton(configuration);
        }

        services.AddSingleton(new RuleSetCompiler(AnyRule));
        services.AddLogging();
        services.AddConfiguration(section, configure);
        return services;
    }

    public static IOptionsFactory<ProxyCapiOptions> Factory(this IServiceProvider provider) => provider.GetRequiredService<IOptionsFactory<ProxyCapiOptions>>();
}
