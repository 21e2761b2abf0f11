using System.Collections.Frozen;
using System.Collections.Immutable;
using ProxyCapi.Conversions.Consent;
using ProxyCapi.Conversions.Identity;
using ProxyCapi.Conversions.Noise;

namespace ProxyCapi.Configuration;

/// <summary>
/// The configuration, compiled: immutable, swapped as a whole on reload. Whoever works on one exchange takes
/// <see cref="ActiveRuleSet.Current"/> once and stays with it.
/// </summary>
internal sealed class RuleSet
{
    /// <summary>The options it was compiled from. Nobody changes them.</summary>
    public required ProxyCapiOptions Options { get; init; }

    /// <summary>The enabled rules, by name.</summary>
    public required ImmutableArray<CompiledRule> Rules { get; init; }

    /// <summary>The pixels, by name without case.</summary>
    public required ImmutableDictionary<string, CompiledPixel> Pixels { get; init; }

    /// <summary>Reading without a rule; <see langword="null"/> where it is off.</summary>
    public CompiledDiscovery? Discovery { get; init; }

    /// <summary>The domains of identity cookies; <see langword="null"/> where none are set.</summary>
    public CookieDomainResolver? CookieDomains { get; init; }

    /// <summary>Who may be reported.</summary>
    public ConsentReader Consent => field ??= new(Options.Consent);

    /// <summary>Who the client is.</summary>
    public ForwardingProxies Clients => field ??= new(Options.Identity);

    /// <summary>What no customer is behind.</summary>
    public NoiseFilter Noise => field ??= new(Options.Noise, Clients);

    /// <summary>Names of query parameters that no address may carry, without case.</summary>
    public FrozenSet<string> PrivateQueryKeys => field ??= Options.Identity.PrivateQueryKeys.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Shorthand for the mode.</summary>
    public ProxyCapiMode Mode => Options.Mode;
}
