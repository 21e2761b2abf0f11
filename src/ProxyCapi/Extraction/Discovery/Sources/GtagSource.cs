using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Discovery.Refusals;
using ProxyCapi.Extraction.Discovery.Scripts;

namespace ProxyCapi.Extraction.Discovery.Sources;

/// <summary>
/// Google's tag: <c>gtag('event', 'purchase', { … })</c>, <c>gtag('set', 'user_data', { … })</c>, and the arguments of such calls where they were put
/// into a data layer by another name. Google Ads' <c>conversion</c> says nothing by itself.
/// </summary>
internal sealed class GtagSource : IDiscoverySource
{
    public void Read(DiscoveredPage page, Findings findings)
    {
        foreach (var (arguments, branches) in Calls(page))
        {
            switch (JsonFields.AsText(arguments[0]))
            {
                case "event" when AnalyticsEvents.ToMeta(JsonFields.AsText(arguments.ElementAtOrDefault(1))) is { } eventName:
                    Add(eventName, JsonFields.AsText(arguments[1])!, JsonFields.AsObject(arguments.ElementAtOrDefault(2)), branches, page, findings);
                    break;
                case "set" when JsonFields.AsText(arguments.ElementAtOrDefault(1)) == "user_data":
                    AddVisitor(CustomerFields.Read(arguments.ElementAtOrDefault(2)), "gtag set user_data", findings);
                    break;
                case "set" or "config":
                    // gtag('set', { user_data: { … } }), gtag('config', 'G-…', { user_data: { … } })
                    var parameters = JsonFields.AsObject(arguments[^1]);
                    AddVisitor(parameters is null ? [] : CustomerContainers.Read(parameters), "gtag set", findings);
                    break;
            }
        }

        // What Google's tag reads by itself where enhanced conversions are set up by code.
        AddVisitor(CustomerFields.Read(page.Scripts.Variables.GetValueOrDefault("enhanced_conversion_data")), "enhanced_conversion_data", findings);
    }

    private static List<(IReadOnlyList<JToken> Arguments, IReadOnlyList<ScriptBranch> Branches)> Calls(DiscoveredPage page)
    {
        List<(IReadOnlyList<JToken> Arguments, IReadOnlyList<ScriptBranch> Branches)> calls =
            [.. page.Scripts.Calls.Where(call => call.Callee == "gtag" && call.Arguments.Count > 0).Select(call => (call.Arguments, call.Branches))];
        foreach (var (_, entries) in DataLayers.Of(page))
        {
            foreach (var (entry, branches) in entries)
            {
                if (entry is JArray { Count: > 0 } list && !calls.Exists(call => JToken.DeepEquals(new JArray(call.Arguments), list)))
                {
                    calls.Add(([.. list], branches));
                }
            }
        }

        return calls;
    }

    private static void Add(string eventName, string said, JObject? parameters, IReadOnlyList<ScriptBranch> branches, DiscoveredPage page, Findings findings)
    {
        var origin = $"gtag {said}";
        if (eventName == "Purchase" && OrderStatus.Refusal(parameters) is { } refusal)
        {
            findings.Rejections.Add(OrderStatus.Reject(origin, refusal));
            return;
        }

        var candidate = new Candidate { EventName = eventName, Source = CandidateSource.Gtag, Origin = origin, Branches = branches };
        if (parameters is not null)
        {
            AnalyticsFields.Fill(candidate, parameters, page.Numbers);
            AddVisitor(CustomerContainers.Read(parameters), origin, findings);
        }

        findings.Candidates.Add(candidate);
    }

    private static void AddVisitor(Dictionary<string, List<string>> user, string origin, Findings findings)
    {
        if (user.Count > 0)
        {
            findings.Visitors.Add(new VisitorCandidate(CandidateSource.Gtag, origin, user));
        }
    }
}
