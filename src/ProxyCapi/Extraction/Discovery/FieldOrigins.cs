using ProxyCapi.Conversions;

namespace ProxyCapi.Extraction.Discovery;

/// <summary>Notes on a discovered conversion where its fields were read, and what its page says about its own tracking.</summary>
internal static class FieldOrigins
{
    /// <summary>Fills <see cref="Conversion.Origins"/>, <see cref="Conversion.Notes"/> and <see cref="Conversion.DataUse"/>.</summary>
    public static void Note(DiscoveredEvent found)
    {
        var (conversion, candidates, visitors) = found;
        var origins = conversion.Origins;
        Add("event_id", candidate => candidate.EventId is { } id && id == conversion.EventId);
        Add("contents", candidate => conversion.Contents.Count > 0 && candidate.Contents.Count > 0);
        Add("content_ids", candidate => conversion.ContentIds.Count > 0 && candidate.ContentIds.Count > 0);
        foreach (var (key, value) in conversion.CustomData)
        {
            Add(key, candidate => candidate.CustomData.TryGetValue(key, out var said) && said.Text == value.Text);
        }

        foreach (var key in conversion.UserData.Keys)
        {
            Add(key, candidate => candidate.UserData.ContainsKey(key));
            if (!origins.ContainsKey(key) && visitors.FirstOrDefault(visitor => visitor.UserData.ContainsKey(key)) is { } visitor)
            {
                origins[key] = visitor.Origin;
            }
        }

        conversion.Notes = Notes(candidates);
        conversion.DataUse = candidates.Select(candidate => candidate.DataUse).FirstOrDefault(limit => limit is not null);

        void Add(string key, Func<Candidate, bool> says)
        {
            if (candidates.FirstOrDefault(says) is { } candidate)
            {
                origins[key] = candidate.Origin;
            }
        }
    }

    // Plug-ins that put their browser events on the page with an id do so because their server sends the same ones (shop-pages.md section 2).
    private static PageNotes Notes(IReadOnlyList<Candidate> candidates) =>
        (candidates.Any(candidate => candidate.Source == CandidateSource.Pixel && !candidate.IsStandIn && string.IsNullOrEmpty(candidate.EventId)) ? PageNotes.PixelWithoutEventId : 0)
        | (candidates.Any(candidate => candidate.Source == CandidateSource.PlugIn && !string.IsNullOrEmpty(candidate.EventId)) ? PageNotes.OtherSender : 0);
}
