using Newtonsoft.Json.Linq;
using ProxyCapi.Configuration.Validation;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Discovery.Refusals;

namespace ProxyCapi.Extraction.Discovery.Sources;

/// <summary>
/// Meta's own plug-in for WooCommerce, whose newer versions print no call but <c>wc_facebook_pixel_data.eventQueue</c>. What goes to
/// <c>FacebookSignals.queueEvent</c> waits for the shopper's consent and is not sent.
/// </summary>
internal sealed class MetaForWooSource : IDiscoverySource
{
    private const string Variable = "wc_facebook_pixel_data";

    public void Read(DiscoveredPage page, Findings findings)
    {
        foreach (var call in page.Scripts.Calls.Where(call => call.Callee == "FacebookSignals.queueEvent"))
        {
            var name = JsonFields.AsText(JsonFields.Find(JsonFields.AsObject(call.Arguments is [var queued, ..] ? queued : null), "name", "event_name", "eventName"));
            findings.Rejections.Add(new Rejection($"FacebookSignals.queueEvent {name}".TrimEnd(), "the plug-in holds the event back until the shopper agrees") { Kind = RejectionKind.NotWanted });
        }

        var data = JsonFields.AsObject(page.Scripts.Variables.GetValueOrDefault(Variable));
        foreach (var entry in JsonFields.AsList(JsonFields.Find(data, "eventQueue")).Select(JsonFields.AsObject).OfType<JObject>())
        {
            var name = JsonFields.AsText(JsonFields.Find(entry, "name", "event"));
            if (name is null || !MetaVocabulary.StandardEvents.Contains(name))
            {
                continue;
            }

            var origin = $"{Variable}.eventQueue {name}";
            var parameters = JsonFields.FindObject(entry, "params", "parameters");
            if (name == "Purchase" && OrderStatus.Refusal(parameters) is { } refusal)
            {
                findings.Rejections.Add(OrderStatus.Reject(origin, refusal));
                continue;
            }

            var candidate = new Candidate { EventName = name, Source = CandidateSource.PlugIn, Origin = origin };
            candidate.SetEventId(JsonFields.Find(entry, "eventId", "eventID", "event_id"));
            if (parameters is not null)
            {
                MetaFields.Fill(candidate, parameters, page.Numbers);
            }

            findings.Candidates.Add(candidate);
        }

        if (CustomerFields.ReadPixel(JsonFields.Find(data, "advancedMatching", "userInfo", "user_info")) is { Count: > 0 } matching)
        {
            findings.Visitors.Add(new VisitorCandidate(CandidateSource.PlugIn, Variable, matching));
        }
    }
}
