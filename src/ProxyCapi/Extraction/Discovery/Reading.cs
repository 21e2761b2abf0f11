using ProxyCapi.Conversions;

namespace ProxyCapi.Extraction.Discovery;

/// <summary>One event as it is put together: its candidates, the one that wins first.</summary>
/// <param name="candidate">Its first candidate.</param>
internal sealed class Reading(Candidate candidate)
{
    private readonly List<Candidate> _candidates = [candidate];

    /// <summary>The candidates by rank; of one rank the one that knows the event's id first, then the one that knows more.</summary>
    public IReadOnlyList<Candidate> Candidates =>
        [.. _candidates.OrderBy(one => one.IsStandIn).ThenBy(one => one.Source).ThenBy(one => one.EventId is null).ThenByDescending(Wealth)];

    /// <summary>The candidate that wins.</summary>
    public Candidate Best => Candidates[0];

    /// <summary>The order's id.</summary>
    public string? OrderId => Candidates.Select(one => one.OrderId).FirstOrDefault(id => id is not null);

    /// <summary>The event's id.</summary>
    public string? EventId => Candidates.Select(one => one.EventId).FirstOrDefault(id => id is not null);

    /// <summary>The event's id stands at other orders too.</summary>
    public bool HasSharedEventId { get; set; }

    /// <summary>Whether it names its order.</summary>
    public bool IsNamed => OrderId is not null;

    /// <summary>Takes over another reading of the same event.</summary>
    public void Add(Reading other) => _candidates.AddRange(other._candidates);

    /// <summary>Whether both name the same order, or have the same event id and no different orders.</summary>
    public bool IsSame(Reading other) =>
        _candidates.Exists(mine => other._candidates.Exists(its => mine.OrderId is { } order && order == its.OrderId))
        || (!HasOtherOrder(other) && _candidates.Exists(mine => other._candidates.Exists(its => mine.EventId is { } id && id == its.EventId)));

    /// <summary>Whether both say the same of the same things, or only one of them happens.</summary>
    public bool IsCopy(Reading other) => IsAlternative(other) || (!HasOtherEventId(other) && Said(Best) == Said(other.Best));

    /// <summary>Whether only one of them happens: they stand on different ways of one branching.</summary>
    public bool IsAlternative(Reading other) => _candidates.Exists(mine => other._candidates.Exists(its =>
        mine.Branches.Any(branch => its.Branches.Any(way => way.Branching == branch.Branching && way.Way != branch.Way))));

    /// <summary>The only reading, or the only one with the same value.</summary>
    public Reading? OnlyOneAlike(List<Reading> readings)
    {
        if (readings.Count <= 1)
        {
            return readings.Count == 1 ? readings[0] : null;
        }

        var alike = readings.Where(other => Value(Best) is { } value && value == Value(other.Best)).Take(2).ToList();
        return alike.Count == 1 ? alike[0] : null;
    }

    /// <summary>The event with each field from the best candidate that knows it.</summary>
    /// <param name="visitors">What the page says of the visitor, best first.</param>
    public Conversion ToConversion(IReadOnlyList<VisitorCandidate> visitors)
    {
        var ranked = Candidates;
        var conversion = new Conversion { EventName = ranked[0].EventName, Source = Conversion.Discovery + ":" + Name(ranked[0].Source), EventId = HasSharedEventId ? null : EventId };
        foreach (var one in ranked)
        {
            foreach (var (key, value) in one.CustomData)
            {
                conversion.CustomData.TryAdd(key, value);
            }

            FillLines(conversion, one);
        }

        // The payer of this order is better known from the order than from the page.
        foreach (var (key, values) in ranked.SelectMany(one => one.UserData).Concat(visitors.SelectMany(visitor => visitor.UserData)))
        {
            conversion.UserData.TryAdd(key, [.. values]);
        }

        return conversion;
    }

    // Two trackers may name the same product by different ids: lines are taken from one of them, unless the ids agree.
    private static void FillLines(Conversion conversion, Candidate one)
    {
        var ids = one.Contents.Select(Id).OfType<string>().ToHashSet(StringComparer.Ordinal);
        if (conversion.Contents.Count == 0 && (conversion.ContentIds.Count == 0 || (ids.Count > 0 && conversion.ContentIds.TrueForAll(ids.Contains))))
        {
            conversion.Contents.AddRange(one.Contents);
        }

        if (conversion.ContentIds.Count == 0 && (conversion.Contents.Count == 0 || ReferenceEquals(conversion.Contents.FirstOrDefault(), one.Contents.FirstOrDefault())))
        {
            conversion.ContentIds.AddRange(one.ContentIds);
        }
    }

    private static string Name(CandidateSource source) => source switch
    {
        CandidateSource.Pixel => "fbq",
        CandidateSource.PlugIn => "plug-in",
        CandidateSource.DataLayer => "dataLayer",
        CandidateSource.Gtag => "gtag",
        CandidateSource.EmbeddedJson => "embedded-json",
        CandidateSource.JsonLd => "json-ld",
        CandidateSource.Microdata => "microdata",
        _ => "json-body",
    };

    private static int Wealth(Candidate one) => one.CustomData.Count + one.Contents.Count + one.ContentIds.Count;

    private static string? Value(Candidate one) => one.CustomData.TryGetValue("value", out var value) ? value.Text.TrimEnd('0').TrimEnd('.') : null;

    private static string? Id(ContentItem line) => line.Fields.TryGetValue("id", out var id) ? id.Text : null;

    private static string Said(Candidate one) =>
        string.Join('|', one.CustomData.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value.Text}"))
        + "#" + string.Join('|', one.ContentIds) + "#" + string.Join('|', one.Contents.Select(Id));

    private bool HasOtherOrder(Reading other) => OrderId is { } mine && other.OrderId is { } its && mine != its;

    private bool HasOtherEventId(Reading other) => EventId is { } mine && other.EventId is { } its && mine != its;
}
