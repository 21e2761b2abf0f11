using ProxyCapi.Configuration.Validation;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Discovery.Refusals;
using ProxyCapi.Extraction.Discovery.Scripts;

namespace ProxyCapi.Extraction.Discovery.Sources;

/// <summary>Calls of the Meta pixel: <c>fbq('track', 'Purchase', { … }, { eventID: '…' })</c>, and the advanced matching of <c>fbq('init')</c>.</summary>
internal sealed class PixelSource : IDiscoverySource
{
    public void Read(DiscoveredPage page, Findings findings) => ReadCalls(page.Scripts.Calls, page, findings);

    /// <summary>Reads the calls of scripts, be they the page's or those of a fragment that the page puts in.</summary>
    public static void ReadCalls(IReadOnlyList<ScriptCall> calls, DiscoveredPage page, Findings findings)
    {
        var consent = new PixelConsent(calls);
        var dataUse = new PixelDataUse();
        for (var i = 0; i < calls.Count; i++)
        {
            var limit = dataUse.After(calls[i]);
            ReadMatching(PixelCalls.Arguments(calls[i]), findings);
            if (PixelCalls.Read(calls[i]) is not { } call || !(MetaVocabulary.StandardEvents.Contains(call.EventName) || page.Settings.Events.Contains(call.EventName)))
            {
                continue;
            }

            var origin = $"fbq {call.Method} {call.EventName}";
            var refusal = Refusal(call, page) ?? (consent.Holds(i, calls[i]) ? "the page holds its pixel back until the shopper agrees" : null);
            if (refusal is not null)
            {
                findings.Rejections.Add(OrderStatus.Reject(origin, refusal));
                continue;
            }

            var candidate = new Candidate
            {
                EventName = call.EventName,
                Source = CandidateSource.Pixel,
                Origin = origin,
                PixelIds = call.PixelId is { Length: > 0 } pixel ? [pixel] : [],
                Branches = calls[i].Branches,
                DataUse = limit,
            };
            candidate.SetEventId(JsonFields.Find(call.Options, "eventID", "event_id"));
            if (call.Parameters is { } parameters)
            {
                MetaFields.Fill(candidate, parameters, page.Numbers);
            }

            findings.Candidates.Add(candidate);
        }
    }

    private static string? Refusal(PixelCall call, DiscoveredPage page) =>
        call.PixelId is { Length: > 0 } pixel && page.Settings.PixelIds.Count > 0 && !page.Settings.PixelIds.Contains(pixel)
            ? $"the call is for another pixel ({pixel})"
            : call.EventName == "Purchase" ? OrderStatus.Refusal(call.Parameters)
            : null;

    private static void ReadMatching(IReadOnlyList<Newtonsoft.Json.Linq.JToken> arguments, Findings findings)
    {
        if (arguments.Count > 2 && JsonFields.AsText(arguments[0]) == "init" && CustomerFields.ReadPixel(arguments[2]) is { Count: > 0 } matching)
        {
            findings.Visitors.Add(new VisitorCandidate(CandidateSource.Pixel, "fbq init", matching));
        }
    }
}
