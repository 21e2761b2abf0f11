using Microsoft.AspNetCore.WebUtilities;
using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Discovery.Scripts;

namespace ProxyCapi.Extraction.Discovery.Trackers;

/// <summary>The pixel as an image: <c>https://www.facebook.com/tr?id=…&amp;ev=Purchase&amp;cd[value]=…&amp;eid=…</c>.</summary>
internal static class PixelImage
{
    /// <summary>Adds what an address says, if it is the pixel's.</summary>
    public static void Read(string? address, IReadOnlyList<ScriptBranch> branches, DiscoveredPage page, Findings findings)
    {
        if (address is null || !address.Contains("facebook.com/tr", StringComparison.OrdinalIgnoreCase) || address.IndexOf('?', StringComparison.Ordinal) is not (> 0 and var mark))
        {
            return;
        }

        var query = QueryHelpers.ParseQuery(address[mark..]);
        string? Value(string key) => query.TryGetValue(key, out var values) ? values[0] : null;
        if (EventMapping.OfMeta(Value("ev"), page.Settings) is not { } name)
        {
            return;
        }

        if (Value("id") is { } pixel && page.Settings.PixelIds.Count > 0 && !page.Settings.PixelIds.Contains(pixel))
        {
            findings.Rejections.Add(new($"pixel image {name}", "The image is another pixel's than the ones that are configured."));
            return;
        }

        var candidate = new Candidate { EventName = name, Source = CandidateSource.Pixel, Origin = "pixel image", Branches = branches, EventId = Value("eid") };
        var parameters = new JObject(query.Where(pair => pair.Key.StartsWith("cd[", StringComparison.Ordinal) && pair.Key.EndsWith(']'))
            .Select(pair => new JProperty(pair.Key[3..^1], pair.Value[0])));
        MetaFields.Fill(candidate, parameters, page.Numbers);
        findings.Candidates.Add(candidate);
        var matching = new JObject(query.Where(pair => pair.Key.StartsWith("ud[", StringComparison.Ordinal) && pair.Key.EndsWith(']'))
            .Select(pair => new JProperty(pair.Key[3..^1], pair.Value[0])));
        if (CustomerFields.ReadPixel(matching) is { Count: > 0 } visitor)
        {
            findings.Visitors.Add(new(CandidateSource.Pixel, "pixel image", visitor));
        }
    }
}
