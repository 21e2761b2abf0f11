using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;

namespace ProxyCapi.Extraction.Discovery.PlugIns;

/// <summary>
/// PixelYourSite: <c>pysOptions.staticEvents.facebook.*[]</c> fire when the page loads; its dynamic and trigger events wait for the visitor to do
/// something (shop-pages.md section 1).
/// </summary>
internal sealed class PixelYourSiteSource : IDiscoverySource
{
    /// <inheritdoc/>
    public void Read(DiscoveredPage page, Findings findings)
    {
        if (!page.IsHtml || page.Scripts.Variables.GetValueOrDefault("pysOptions") is not JObject options)
        {
            return;
        }

        foreach (var events in (TokenText.Member(TokenText.Member(options, "staticEvents"), "facebook") as JObject)?.PropertyValues() ?? [])
        {
            foreach (var entry in TokenText.Entries(events))
            {
                Read(entry, page, findings);
            }
        }

        if (CustomerFields.ReadPixel(TokenText.Member(TokenText.Member(options, "facebook"), "advancedMatching")) is { Count: > 0 } matching)
        {
            findings.Visitors.Add(new(CandidateSource.PlugIn, "pysOptions.facebook.advancedMatching", matching));
        }
    }

    private static void Read(JToken entry, DiscoveredPage page, Findings findings)
    {
        if (EventMapping.OfMeta(TokenText.Text(TokenText.Member(entry, "name")), page.Settings) is not { } name)
        {
            return;
        }

        var parameters = TokenText.Member(entry, "params");
        var candidate = new Candidate
        {
            EventName = name,
            Source = CandidateSource.PlugIn,
            Origin = "pysOptions.staticEvents.facebook",
            EventId = TokenText.Text(TokenText.Member(entry, "eventID", "eventId", "event_id")) ?? TokenText.Text(TokenText.Member(parameters, "eventID", "event_id")),
        };
        MetaFields.Fill(candidate, parameters, page.Numbers);
        Guards.Add(candidate, parameters, findings);
    }
}
