using System.Collections.Concurrent;

namespace ProxyCapi.Diagnostics.Site;

/// <summary>What was seen of the site and of the rules since the start, for the operator's page. In memory; bounded by the names in the configuration.</summary>
internal sealed class SiteObservations(TimeProvider time)
{
    private readonly ConcurrentDictionary<SiteNote, SiteSighting> _notes = new();
    private readonly ConcurrentDictionary<string, RuleSighting> _rules = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What was seen.</summary>
    public IReadOnlyDictionary<SiteNote, SiteSighting> Notes => _notes;

    /// <summary>The rules that fitted an exchange, by name.</summary>
    public IReadOnlyDictionary<string, RuleSighting> Rules => _rules;

    /// <summary>Something was seen.</summary>
    /// <param name="note">What.</param>
    /// <param name="page">On which page: its address, cleaned.</param>
    public void Note(SiteNote note, string? page)
    {
        var now = time.GetUtcNow();
        _notes.AddOrUpdate(note, _ => new SiteSighting(1, now, page), (_, seen) => new SiteSighting(seen.Count + 1, now, page ?? seen.Example));
    }

    /// <summary>An exchange fitted a rule.</summary>
    public void Matched(string rule)
    {
        var now = time.GetUtcNow();
        _rules.AddOrUpdate(rule, _ => new RuleSighting(1, 0, now), (_, seen) => seen with { Matched = seen.Matched + 1, LastSeen = now });
    }

    /// <summary>A rule gave a conversion.</summary>
    public void Converted(string rule)
    {
        var now = time.GetUtcNow();
        _rules.AddOrUpdate(rule, _ => new RuleSighting(0, 1, now), (_, seen) => seen with { Converted = seen.Converted + 1 });
    }
}
