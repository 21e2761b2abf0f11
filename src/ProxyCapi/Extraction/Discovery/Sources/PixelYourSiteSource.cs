using Newtonsoft.Json.Linq;
using ProxyCapi.Configuration.Validation;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Discovery.Refusals;

namespace ProxyCapi.Extraction.Discovery.Sources;

/// <summary>
/// PixelYourSite: <c>pysOptions.staticEvents</c> are sent when the page loads. <c>dynamicEvents</c> and <c>triggerEvents</c> wait for the shopper to do
/// something and do not count.
/// </summary>
internal sealed class PixelYourSiteSource : IDiscoverySource
{
    private const string Variable = "pysOptions";

    public void Read(DiscoveredPage page, Findings findings)
    {
        if (JsonFields.AsObject(page.Scripts.Variables.GetValueOrDefault(Variable)) is not { } options)
        {
            return;
        }

        var events = JsonFields.FindObject(options, "staticEvents");
        var isHeld = IsHeld(options);
        foreach (var (key, entry) in Entries(JsonFields.FindObject(events, "facebook")))
        {
            ReadPixel($"{Variable}.staticEvents.facebook.{key}", entry, isHeld, page, findings);
        }

        foreach (var (key, entry) in isHeld ? [] : Entries(JsonFields.FindObject(events, "ga")))
        {
            ReadAnalytics($"{Variable}.staticEvents.ga.{key}", entry, page, findings);
        }

        var matching = JsonFields.Find(JsonFields.FindObject(options, "facebook"), "advancedMatching") ?? JsonFields.Find(options, "advancedMatching");
        if (CustomerFields.ReadPixel(matching) is { Count: > 0 } user)
        {
            findings.Visitors.Add(new VisitorCandidate(CandidateSource.PlugIn, $"{Variable}.facebook.advancedMatching", user));
        }
    }

    private static void ReadPixel(string origin, JObject entry, bool isHeld, DiscoveredPage page, Findings findings)
    {
        var name = JsonFields.AsText(JsonFields.Find(entry, "name"));
        var pixels = JsonFields.AsList(JsonFields.Find(entry, "pixelIds")).Select(JsonFields.AsText).OfType<string>().ToList();
        var parameters = JsonFields.FindObject(entry, "params");
        if (name is null || !MetaVocabulary.StandardEvents.Contains(name))
        {
            return;
        }

        var refusal = isHeld ? "the plug-in's consent settings switch its pixel off"
            : pixels.Count > 0 && page.Settings.PixelIds.Count > 0 && !pixels.Exists(page.Settings.PixelIds.Contains) ? "the event is for another pixel"
            : name == "Purchase" ? OrderStatus.Refusal(parameters)
            : null;
        if (refusal is not null)
        {
            findings.Rejections.Add(OrderStatus.Reject(origin, refusal));
            return;
        }

        var candidate = new Candidate { EventName = name, Source = CandidateSource.PlugIn, Origin = origin, PixelIds = pixels };
        candidate.SetEventId(JsonFields.Find(entry, "eventID", "event_id"));
        if (parameters is not null)
        {
            MetaFields.Fill(candidate, parameters, page.Numbers);
        }

        findings.Candidates.Add(candidate);
    }

    private static void ReadAnalytics(string origin, JObject entry, DiscoveredPage page, Findings findings)
    {
        if (AnalyticsEvents.ToMeta(JsonFields.AsText(JsonFields.Find(entry, "name"))) is { } name && JsonFields.FindObject(entry, "params") is { } parameters
            && OrderStatus.Refusal(parameters) is null)
        {
            var candidate = new Candidate { EventName = name, Source = CandidateSource.Gtag, Origin = origin };
            AnalyticsFields.Fill(candidate, parameters, page.Numbers);
            findings.Candidates.Add(candidate);
        }
    }

    // { "woo_purchase": [ { … } ], … }
    private static IEnumerable<(string Key, JObject Entry)> Entries(JObject? events) =>
        events?.Properties().SelectMany(property => JsonFields.AsList(property.Value).OfType<JObject>().Select(entry => (property.Name, entry))) ?? [];

    private static bool IsHeld(JObject options) =>
        JsonFields.FindObject(options, "gdpr") is { } consent && (IsTrue(consent, "all_disabled_by_api") || IsTrue(consent, "facebook_disabled_by_api"));

    private static bool IsTrue(JObject data, string name) => JsonFields.Find(data, name) is JValue value
        && (value is { Type: JTokenType.Boolean, Value: true } || JsonFields.AsText(value) is "1" or "true");
}
