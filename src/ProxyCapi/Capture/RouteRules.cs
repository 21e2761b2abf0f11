using ProxyCapi.Configuration;

namespace ProxyCapi.Capture;

/// <summary>
/// The rules that apply on one YARP route: all, or those that its metadata names (<c>"ProxyCapi": "purchase, lead"</c>), or none
/// (<c>"off"</c>). Where it names rules, discovery is one of them: <c>"purchase, discovery"</c>.
/// </summary>
internal sealed class RouteRules
{
    /// <summary>The key of the route's metadata.</summary>
    public const string MetadataKey = "ProxyCapi";

    private readonly bool _asksForDiscovery;
    private volatile Selection? _selection;

    private RouteRules(string[] names, bool isOff)
    {
        _asksForDiscovery = names.Contains(CompiledDiscovery.RouteName, StringComparer.OrdinalIgnoreCase);
        Names = [.. names.Where(name => !string.Equals(name, CompiledDiscovery.RouteName, StringComparison.OrdinalIgnoreCase))];
        IsOff = isOff;
    }

    /// <summary>Whether pages of the route are searched for conversions without a rule, where discovery is on.</summary>
    public bool Discovers => !IsOff && (Names.Count == 0 || _asksForDiscovery);

    /// <summary>The names; empty for all rules.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Whether the route is left alone.</summary>
    public bool IsOff { get; }

    /// <summary>Reads a route's metadata.</summary>
    public static RouteRules Parse(IReadOnlyDictionary<string, string>? metadata)
    {
        var text = metadata?.FirstOrDefault(pair => string.Equals(pair.Key, MetadataKey, StringComparison.OrdinalIgnoreCase)).Value ?? "";
        var names = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names is [var only] && string.Equals(only, "off", StringComparison.OrdinalIgnoreCase)
            ? new RouteRules([], isOff: true)
            : new RouteRules(names, isOff: false);
    }

    /// <summary>The rules of a rule set that apply here; selected anew only when the rule set is another.</summary>
    public ReadOnlySpan<CompiledRule> In(RuleSet rules)
    {
        if (Names.Count == 0 && !_asksForDiscovery)
        {
            return rules.Rules.AsSpan();
        }

        var selection = _selection;
        if (selection is null || !ReferenceEquals(selection.Source, rules))
        {
            var selected = rules.Rules.Where(rule => Names.Contains(rule.Name, StringComparer.OrdinalIgnoreCase));
            _selection = selection = new Selection(rules, [.. selected]);
        }

        return selection.Rules;
    }

    private sealed record Selection(RuleSet Source, CompiledRule[] Rules);
}
