using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Discovery.Scripts;

namespace ProxyCapi.Extraction.Discovery.Trackers;

/// <summary>
/// The calls of <c>gtag</c>, and the arguments that a function of another name pushed onto the layer in its place. An Ads <c>conversion</c> says
/// nothing of what was converted.
/// </summary>
internal sealed class GtagSource : IDiscoverySource
{
    /// <inheritdoc/>
    public void Read(DiscoveredPage page, Findings findings)
    {
        if (!page.IsHtml)
        {
            return;
        }

        var calls = page.Scripts.Calls.Where(call => call.Callee == "gtag").ToList();
        var pushed = LayerNames.Of(page).SelectMany(layer => LayerNames.Entries(page, layer)).Where(entry => LayerNames.IsCommand(entry.Value))
            .Select(entry => new ScriptCall("gtag", [.. (JArray)entry.Value], entry.Branches))
            .Where(command => !calls.Exists(call => IsSame(call, command)));
        foreach (var call in calls.Concat(pushed.ToList()))
        {
            Read(call, page, findings);
        }
    }

    private static void Read(ScriptCall call, DiscoveredPage page, Findings findings)
    {
        var (verb, subject, data) = (Argument(call, 0), TokenText.Text(Argument(call, 1)), Argument(call, 2));
        if (TokenText.Text(verb) == "set")
        {
            // gtag('set', 'user_data', {…}) or gtag('set', { user_data: {…} })
            var user = subject == "user_data" ? data : TokenText.Member(Argument(call, 1), "user_data");
            AddVisitor(user, "gtag set", findings);
        }
        else if (TokenText.Text(verb) == "event" && EventMapping.OfAnalytics(subject) is { } eventName)
        {
            var candidate = new Candidate
            {
                EventName = eventName,
                Source = CandidateSource.Gtag,
                Origin = $"gtag {subject}",
                Branches = call.Branches,
                EventId = TokenText.Text(TokenText.Member(data, "event_id", "eventID", "eventId")),
            };
            AnalyticsFields.Fill(candidate, data, page.Numbers);
            Guards.Add(candidate, data, findings);
            AddVisitor(TokenText.Member(data, "user_data"), "gtag event", findings);
        }
    }

    private static void AddVisitor(JToken? user, string origin, Findings findings)
    {
        if (CustomerFields.Read(user) is { Count: > 0 } visitor)
        {
            findings.Visitors.Add(new(CandidateSource.Gtag, origin, visitor));
        }
    }

    private static bool IsSame(ScriptCall one, ScriptCall other) =>
        one.Arguments.Count == other.Arguments.Count && one.Arguments.Zip(other.Arguments).All(pair => JToken.DeepEquals(pair.First, pair.Second));

    private static JToken? Argument(ScriptCall call, int index) => index < call.Arguments.Count ? call.Arguments[index] : null;
}
