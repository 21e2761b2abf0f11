using ProxyCapi.Extraction.Discovery.Fields;

namespace ProxyCapi.Extraction.Discovery.PlugIns;

/// <summary>
/// Meta's plug-in for WooCommerce, which prints its events as data: <c>wc_facebook_pixel_data.eventQueue[]</c> (shop-pages.md section 1). What it
/// gives to <c>FacebookSignals</c> waits for the visitor's consent.
/// </summary>
internal sealed class WooPixelSource : IDiscoverySource
{
    /// <inheritdoc/>
    public void Read(DiscoveredPage page, Findings findings)
    {
        if (!page.IsHtml)
        {
            return;
        }

        foreach (var entry in TokenText.Entries(TokenText.Member(page.Scripts.Variables.GetValueOrDefault("wc_facebook_pixel_data"), "eventQueue")))
        {
            if (EventMapping.OfMeta(TokenText.Text(TokenText.Member(entry, "name")), page.Settings) is { } name)
            {
                var parameters = TokenText.Member(entry, "params");
                var candidate = new Candidate
                {
                    EventName = name,
                    Source = CandidateSource.PlugIn,
                    Origin = "wc_facebook_pixel_data.eventQueue",
                    EventId = TokenText.Text(TokenText.Member(entry, "eventId", "eventID", "event_id")) ?? TokenText.Text(TokenText.Member(parameters, "event_id")),
                };
                MetaFields.Fill(candidate, parameters, page.Numbers);
                Guards.Add(candidate, parameters, findings);
            }
        }

        foreach (var call in page.Scripts.Calls.Where(call => call.Callee == "FacebookSignals.queueEvent"))
        {
            findings.Rejections.Add(new(call.Callee, "The shop holds the event back until the visitor agrees."));
        }
    }
}
