namespace ProxyCapi.Configuration.Validation;

/// <summary>Checks what a rule says, but for its patterns and expressions.</summary>
internal static class RuleValidator
{
    private static readonly TimeSpan LeastWait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>Reports everything that is wrong.</summary>
    public static void Validate(string name, RuleOptions rule, ProxyCapiOptions options, ConfigurationPlace place)
    {
        OptionsValidator.CheckOwnName(name, place);
        CheckNotDiscovery(name, place);
        if (!rule.Event.Contains('{', StringComparison.Ordinal))
        {
            EventNames.Validate(rule.Event, place[nameof(rule.Event)]);
        }

        CheckEach(rule, place);
        CheckPixels(rule, options, place[nameof(rule.Pixels)]);
        HostNames.ValidatePatterns(rule.Match.Hosts, place[nameof(rule.Match)][nameof(rule.Match.Hosts)]);
        CheckNarrow(rule, place[nameof(rule.Match)]);
        CheckActionSource(rule.ActionSource, place[nameof(rule.ActionSource)]);
        CheckUserData(rule, place[nameof(rule.UserData)]);
        place[nameof(rule.AwaitDurableTimeout)].CheckRange(rule.AwaitDurableTimeout, LeastWait, LongestWait, LimitsValidator.Write);
        CustomDataValidator.Validate(rule.CustomData, place[nameof(rule.CustomData)]);
    }

    // A route's metadata names rules and, by this name, discovery.
    private static void CheckNotDiscovery(string name, ConfigurationPlace place)
    {
        if (string.Equals(name, CompiledDiscovery.RouteName, StringComparison.OrdinalIgnoreCase))
        {
            place.Fail($"A rule cannot be called '{name}': in a route's metadata the word asks for discovery.", "Give the rule another name.");
        }
    }

    private static void CheckPixels(RuleOptions rule, ProxyCapiOptions options, ConfigurationPlace place)
    {
        for (var i = 0; i < rule.Pixels.Count; i++)
        {
            var name = rule.Pixels[i];
            if (!options.Pixels.Keys.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                var meant = NearestName.Find(name, options.Pixels.Keys);
                var known = options.Pixels.Count == 0 ? "There is no pixel at all." : $"Pixels: {string.Join(", ", options.Pixels.Keys)}.";
                place[i].Fail($"There is no pixel '{Binding.ScalarText.Shorten(name)}'.", meant is null ? known : $"Did you mean '{meant}'? {known}");
            }
        }
    }

    /// <summary>
    /// A rule that any page fits proves nothing. Whoever means every page says so. An enriching rule does not fire by itself.
    /// </summary>
    private static void CheckNarrow(RuleOptions rule, ConfigurationPlace place)
    {
        var match = rule.Match;
        var narrows = !string.IsNullOrEmpty(match.Path)
            || match.Query.Count + match.Headers.Count + match.Cookies.Count + match.Hosts.Count + rule.When.Count > 0;
        if (!narrows && !rule.Enrich)
        {
            place.Fail(
                "The rule would fire on every page.",
                "Set Path to the page that proves the conversion (/{**rest} if every page does), or add Query, Headers, Cookies, Hosts or a condition in When.");
        }
    }

    private static void CheckEach(RuleOptions rule, ConfigurationPlace place)
    {
        if (rule.Each is null && rule.Where.Count > 0)
        {
            place[nameof(rule.Where)].Fail("There are no entries to choose from.", "Where chooses among the entries of Each; for the whole exchange write When.");
        }
        else if (rule.Each is not null && rule.Enrich)
        {
            place[nameof(rule.Each)].Fail("A rule that enriches cannot tell which entry belongs to which event.", "Take Each or Enrich out.");
        }
    }

    private static void CheckActionSource(string source, ConfigurationPlace place)
    {
        if (!MetaVocabulary.ActionSources.Contains(source))
        {
            var meant = NearestName.Find(source ?? "", MetaVocabulary.ActionSources);
            var known = $"Known values: {string.Join(", ", MetaVocabulary.ActionSources)}.";
            place.Fail($"'{Binding.ScalarText.Shorten(source ?? "")}' is not an action source of Meta.", meant is null ? known : $"Did you mean '{meant}'? {known}");
        }
        else if (MetaVocabulary.ForeignActionSources.Contains(source))
        {
            place.Fail(
                $"Meta refuses every event with the action source '{source}' that lacks an app's or a messenger's own fields, and a website has none of them.",
                $"Write one of {string.Join(", ", MetaVocabulary.ActionSources.Except(MetaVocabulary.ForeignActionSources))}.");
        }
    }

    private static void CheckUserData(RuleOptions rule, ConfigurationPlace place)
    {
        foreach (var key in rule.UserData.Keys.Where(key => !MetaVocabulary.UserData.Contains(key)))
        {
            var meant = MetaVocabulary.SuggestUserData(key);
            var known = $"Known keys here: {string.Join(", ", MetaVocabulary.UserData)}.";
            place[key].Fail("It is not a key of Meta's user data.", meant is null ? known : $"Did you mean '{meant}'? {known}");
        }
    }
}
