using ProxyCapi.Conversions;

namespace ProxyCapi.Extraction.Discovery;

/// <summary>
/// One event from many copies (shop-pages.md section 0, points 2 and 6): the best source that knows an event says how many there are of it and
/// wins each field; the others fill what it leaves open.
/// </summary>
internal static class DiscoveryMerge
{
    /// <summary>The conversions, of the events that may be reported.</summary>
    public static IReadOnlyList<Conversion> Merge(Findings findings, DiscoverySettings settings)
    {
        var visitors = findings.Visitors.OrderBy(visitor => visitor.Source).ToArray();
        var conversions = new List<Conversion>();
        foreach (var copies in findings.Candidates.Where(candidate => settings.Events.Contains(candidate.EventName)).GroupBy(candidate => candidate.EventName))
        {
            conversions.AddRange(Groups([.. copies.OrderBy(copy => copy.Source)]).Select(group => ToConversion(group, visitors)));
        }

        return conversions;
    }

    /// <summary>The copies of each event, best first.</summary>
    private static List<List<Candidate>> Groups(Candidate[] copies)
    {
        var best = copies[0].Source;
        var groups = new List<List<Candidate>>();
        foreach (var copy in copies.Where(copy => copy.Source == best))
        {
            if (groups.Find(group => group.Exists(other => IsCopy(copy, other))) is { } group)
            {
                group.Add(copy);
            }
            else
            {
                groups.Add([copy]);
            }
        }

        JoinNameless(groups);
        foreach (var copy in copies.Where(copy => copy.Source != best))
        {
            var same = groups.Find(group => group.Exists(other => HasSameId(copy, other))) ?? (groups.Count == 1 ? groups[0] : null);
            same?.Add(copy);
        }

        foreach (var group in groups)
        {
            // Of alternatives the one with the browser's event id is the one the pixel would send.
            group.Sort((one, other) => (one.Source, one.EventId is null).CompareTo((other.Source, other.EventId is null)));
        }

        return groups;
    }

    // What has neither id is a copy of the only event there is.
    private static void JoinNameless(List<List<Candidate>> groups)
    {
        var named = groups.Where(group => group.Exists(copy => copy.OrderId is not null || copy.EventId is not null)).ToArray();
        if (named.Length == 1)
        {
            foreach (var nameless in groups.Where(group => group != named[0]).ToArray())
            {
                groups.Remove(nameless);
                named[0].AddRange(nameless);
            }
        }
    }

    private static bool IsCopy(Candidate one, Candidate other) =>
        HasSameId(one, other) || (!HasOtherId(one, other) && (AreAlternatives(one, other) || IsSameContent(one, other)));

    private static bool HasSameId(Candidate one, Candidate other) =>
        (one.OrderId is not null && one.OrderId == other.OrderId) || (one.EventId is not null && one.EventId == other.EventId);

    private static bool HasOtherId(Candidate one, Candidate other) =>
        (one.OrderId is not null && other.OrderId is not null && one.OrderId != other.OrderId)
        || (one.OrderId is null && other.OrderId is null && one.EventId is not null && other.EventId is not null && one.EventId != other.EventId);

    private static bool AreAlternatives(Candidate one, Candidate other) =>
        one.Branches.Any(branch => other.Branches.Any(way => way.Branching == branch.Branching && way.Way != branch.Way));

    private static bool IsSameContent(Candidate one, Candidate other) =>
        one.CustomData.GetValueOrDefault("value").Text == other.CustomData.GetValueOrDefault("value").Text
        && Ids(one).SequenceEqual(Ids(other), StringComparer.Ordinal);

    private static IEnumerable<string> Ids(Candidate candidate) =>
        (candidate.Contents.Count > 0 ? candidate.Contents.Select(item => item.Fields.GetValueOrDefault("id").Text ?? "") : candidate.ContentIds).Order(StringComparer.Ordinal);

    private static Conversion ToConversion(List<Candidate> copies, VisitorCandidate[] visitors)
    {
        var first = copies[0];
        var conversion = new Conversion { EventName = first.EventName, Source = "discovery:" + first.Source };
        foreach (var copy in copies)
        {
            conversion.FillGaps(From(copy));
        }

        foreach (var visitor in visitors)
        {
            foreach (var (key, values) in visitor.UserData)
            {
                conversion.UserData.TryAdd(key, values);
            }
        }

        return conversion;
    }

    private static Conversion From(Candidate candidate)
    {
        var conversion = new Conversion { EventName = candidate.EventName, Source = candidate.Origin, EventId = candidate.EventId };
        foreach (var (key, value) in candidate.CustomData)
        {
            conversion.CustomData[key] = value;
        }

        foreach (var (key, values) in candidate.UserData)
        {
            conversion.UserData[key] = values;
        }

        conversion.Contents.AddRange(candidate.Contents);
        conversion.ContentIds.AddRange(candidate.ContentIds);
        return conversion;
    }
}
