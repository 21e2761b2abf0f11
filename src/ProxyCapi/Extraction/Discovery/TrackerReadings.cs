namespace ProxyCapi.Extraction.Discovery;

/// <summary>How many events of one name one tracker tells of.</summary>
internal static class TrackerReadings
{
    /// <summary>Events that a page load can bring about more than once without an order to tell them apart.</summary>
    private static readonly HashSet<string> Repeatable = new(StringComparer.Ordinal) { "AddToCart", "ViewContent", "AddToWishlist", "CustomizeProduct", "Search" };

    /// <summary>The events, each with its copies and alternatives.</summary>
    public static List<Reading> Of(IEnumerable<Candidate> candidates, Findings findings)
    {
        var readings = new List<Reading>();

        // What names its order first, so that what does not finds the one it belongs to.
        foreach (var candidate in candidates.OrderBy(candidate => candidate.OrderId is null))
        {
            var reading = new Reading(candidate);
            var same = Repeatable.Contains(candidate.EventName)
                ? readings.Find(other => reading.IsSame(other) || reading.IsCopy(other))
                : readings.Find(reading.IsSame)
                    ?? (candidate.OrderId is null ? reading.OnlyOneAlike(readings) : readings.Find(reading.IsAlternative));
            if (same is not null)
            {
                same.Add(reading);
            }
            else if (readings.Count == 0 || candidate.OrderId is not null || Repeatable.Contains(candidate.EventName))
            {
                readings.Add(reading);
            }
            else
            {
                findings.Rejections.Add(new Rejection(candidate.Origin, "it does not say which of the page's orders is meant"));
            }
        }

        return readings;
    }
}
