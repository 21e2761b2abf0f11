using System.Collections.Immutable;
using ProxyCapi.Configuration.Validation;
using ProxyCapi.Conversions.Identity;

namespace ProxyCapi.Configuration;

/// <summary>Makes the rules in force from options, or says everything that is wrong with them.</summary>
internal sealed class RuleSetCompiler
{
    private static readonly string[] DiscoveredByDefault = ["Purchase", "Lead", "InitiateCheckout", "AddToCart", "ViewContent"];
    private readonly RuleCompiler _compileRule;

    /// <summary>A compiler that asks the rooms to compile their part of a rule.</summary>
    public RuleSetCompiler()
        : this(RuleCompilation.Compile)
    {
    }

    internal RuleSetCompiler(RuleCompiler compileRule) => _compileRule = compileRule;

    /// <summary>Compiles options. They become part of the result; nobody changes them any more.</summary>
    public CompilationResult Compile(ProxyCapiOptions options)
    {
        Complete(options);
        var found = new List<ConfigurationFailure>();
        OptionsValidator.Validate(options, new(options.Binding.Path, found));
        var checkedPaths = found.Select(failure => failure.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var refused = new List<ConfigurationFailure>();
        var rules = CompileRules(options, new ConfigurationPlace(options.Binding.Path, refused)[nameof(options.Rules)]);
        found.AddRange(refused.Where(failure => !checkedPaths.Contains(failure.Path)));
        var failures = Collect(options, found);
        return failures.Count > 0 ? new(null, failures) : new(CreateRuleSet(options, rules), []);
    }

    /// <summary>A rule that is switched off is checked like any other: it will be switched on one day.</summary>
    private ImmutableArray<CompiledRule> CompileRules(ProxyCapiOptions options, ConfigurationPlace place)
    {
        var rules = ImmutableArray.CreateBuilder<CompiledRule>(options.Rules.Count);
        foreach (var (name, rule) in options.Rules.OrderBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase))
        {
            var compiled = _compileRule(name, rule, place[name].Path, place.Failures);
            if (rule.Enabled && options.Mode != ProxyCapiMode.Off)
            {
                rules.Add(compiled);
            }
        }

        return rules.ToImmutable();
    }

    private static RuleSet CreateRuleSet(ProxyCapiOptions options, ImmutableArray<CompiledRule> rules) => new()
    {
        Options = options,
        Rules = rules,
        Pixels = CompilePixels(options),
        Discovery = CompileDiscovery(options),
        CookieDomains = options.Identity.SetCookies && options.Mode != ProxyCapiMode.Off ? new(options.Identity.CookieDomains, PublicSuffixList.Default) : null,
    };

    private static CompiledDiscovery? CompileDiscovery(ProxyCapiOptions options) =>
        options.Discovery.Enabled && options.Mode != ProxyCapiMode.Off ? new CompiledDiscovery(options.Discovery) : null;

    private static ImmutableDictionary<string, CompiledPixel> CompilePixels(ProxyCapiOptions options) =>
        options.Pixels.ToImmutableDictionary(
            entry => entry.Key,
            entry => new CompiledPixel
            {
                Name = entry.Key,
                Id = entry.Value.Id,
                AccessToken = OrNull(entry.Value.AccessToken),
                AppSecret = OrNull(entry.Value.AppSecret),
                TestEventCode = OrNull(entry.Value.TestEventCode),
                Hosts = new HostPatterns(entry.Value.Hosts),
            },
            StringComparer.OrdinalIgnoreCase);

    /// <summary>Everything at once in the order of the paths, but for what only follows from something that could not be read.</summary>
    private static List<ConfigurationFailure> Collect(ProxyCapiOptions options, List<ConfigurationFailure> found) =>
    [
        .. options.Binding.Failures
            .Concat(found.Where(failure => !options.Binding.IsConsequence(failure.Path)).Select(options.Binding.AsWritten))
            .Distinct()
            .OrderBy(failure => failure.Path, StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>
    /// What options cannot say by themselves: a list's default (a binder adds to lists), a country's usual case, and Meta's own case for its
    /// keys, which a source of the configuration without case (environment variables) may have lost.
    /// </summary>
    internal static void Complete(ProxyCapiOptions options)
    {
        if (options.Discovery.Events.Count == 0)
        {
            options.Discovery.Events.AddRange(DiscoveredByDefault);
        }

        options.Identity.DefaultCountry = OrNull(options.Identity.DefaultCountry)?.ToUpperInvariant();
        foreach (var rule in options.Rules.Values)
        {
            rule.CustomData = InMetasCase(rule.CustomData, MetaVocabulary.CustomData);
            rule.UserData = InMetasCase(rule.UserData, MetaVocabulary.UserData);
            if (rule.CustomData.TryGetValue("contents", out var contents))
            {
                contents.Fields = InMetasCase(contents.Fields, MetaVocabulary.ContentFields);
            }
        }
    }

    private static Dictionary<string, T> InMetasCase<T>(Dictionary<string, T> entries, IReadOnlyList<string> names)
    {
        var result = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (key, value) in entries)
        {
            result[MetaVocabulary.Canonical(key, names)] = value;
        }

        return result;
    }

    private static string? OrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
