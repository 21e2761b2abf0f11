namespace ProxyCapi.Extraction.Discovery;

/// <summary>
/// One event from its many copies. What one tracker says is told apart first: its calls for several pixels, its ways through an <c>if</c>. Then the
/// trackers are laid over one another, the best first: it decides how many events there are and wins each field, the others fill gaps.
/// </summary>
internal static class DiscoveryMerge
{
    /// <summary>The events. Readings that cannot be told from another event are rejected.</summary>
    public static IReadOnlyList<DiscoveredEvent> Merge(Findings findings)
    {
        var visitors = findings.Visitors.OrderBy(visitor => visitor.Source).ToList();
        var events = new List<DiscoveredEvent>();
        foreach (var candidates in findings.Candidates.GroupBy(candidate => candidate.EventName, StringComparer.Ordinal))
        {
            var readings = new List<Reading>();
            foreach (var tracker in candidates.Where(candidate => !candidate.IsStandIn)
                .GroupBy(candidate => (candidate.Source, Tracker: candidate.Origin.Split([' ', '.'], 2)[0])).OrderBy(tracker => tracker.Key.Source))
            {
                Lay(TrackerReadings.Of(tracker, findings), readings, findings);
            }

            AddStandIns(candidates.Where(candidate => candidate.IsStandIn), readings, findings);
            DropSharedIds(readings);
            events.AddRange(readings.Select(reading => new DiscoveredEvent(reading.ToConversion(visitors), reading.Candidates, visitors)));
        }

        return events;
    }

    /// <summary>Adds what the next tracker says to what better ones have said.</summary>
    private static void Lay(List<Reading> told, List<Reading> readings, Findings findings)
    {
        if (readings.Count == 0)
        {
            readings.AddRange(told);
            return;
        }

        var pairs = told.Select(reading => (Told: reading, Same: readings.Find(reading.IsSame))).ToList();
        var areNamedAlike = pairs.Exists(pair => pair.Same is not null);
        if (!areNamedAlike && told.Count == readings.Count)
        {
            // Each tracker has its own name for an order (id and reference); where they tell of as many, they tell of the same.
            pairs = [.. told.Zip(readings)];
        }

        foreach (var (reading, same) in pairs)
        {
            if ((same ?? (reading.IsNamed ? null : reading.OnlyOneAlike(readings))) is { } target)
            {
                target.Add(reading);
            }
            else if (areNamedAlike && reading.OrderId is not null)
            {
                readings.Add(reading);
            }
            else
            {
                findings.Rejections.Add(new Rejection(reading.Best.Origin, "a better source tells of this event otherwise; which one is meant cannot be known"));
            }
        }
    }

    private static void AddStandIns(IEnumerable<Candidate> standIns, List<Reading> readings, Findings findings)
    {
        foreach (var standIn in standIns)
        {
            var reading = new Reading(standIn);
            if ((readings.Find(reading.IsSame) ?? reading.OnlyOneAlike(readings)) is { } target)
            {
                target.Add(reading);
            }
            else
            {
                findings.Rejections.Add(new Rejection(standIn.Origin, "it is for browsers without scripts; nothing that runs on the page tells of this event") { Kind = RejectionKind.NotWanted });
            }
        }
    }

    // An event id that names several orders names none: it is made of the order instead.
    private static void DropSharedIds(List<Reading> readings)
    {
        foreach (var shared in readings.Where(reading => reading.EventId is not null).GroupBy(reading => reading.EventId, StringComparer.Ordinal).Where(shared => shared.Skip(1).Any()))
        {
            foreach (var reading in shared)
            {
                reading.HasSharedEventId = true;
            }
        }
    }
}
