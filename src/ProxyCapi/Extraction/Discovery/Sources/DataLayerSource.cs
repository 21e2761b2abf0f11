using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Discovery.Fields;
using ProxyCapi.Extraction.Discovery.Refusals;
using ProxyCapi.Extraction.Discovery.Scripts;

namespace ProxyCapi.Extraction.Discovery.Sources;

/// <summary>A tag manager's data layer: GA4 events, Universal Analytics' enhanced and classic e-commerce, the customer in any push.</summary>
internal sealed class DataLayerSource : IDiscoverySource
{
    private static readonly string[] Actions = ["purchase", "checkout", "add", "detail"];

    public void Read(DiscoveredPage page, Findings findings)
    {
        foreach (var (layer, entries) in DataLayers.Of(page))
        {
            // What was pushed as ecommerce alone belongs to the next event without data of its own.
            JObject? waiting = null;
            foreach (var (entry, branches) in entries)
            {
                if (entry is JObject push)
                {
                    Read(push, new Place(layer, branches, page, findings), ref waiting);
                }
            }
        }
    }

    private static void Read(JObject push, Place place, ref JObject? waiting)
    {
        if (CustomerContainers.Read(push) is { Count: > 0 } customer)
        {
            place.Findings.Visitors.Add(new VisitorCandidate(CandidateSource.DataLayer, place.Layer, customer));
        }

        var said = JsonFields.AsText(JsonFields.Find(push, "event"));
        var eventName = AnalyticsEvents.ToMeta(said);
        var ecommerce = JsonFields.FindObject(push, "ecommerce");
        if (push.Properties().Any(property => property.Name.Trim() == "ecommerce" && property.Value.Type == JTokenType.Null))
        {
            waiting = null;
        }

        if (ecommerce is not null && ReadActions(push, ecommerce, said, eventName, place))
        {
            return;
        }

        if (eventName is not null)
        {
            var data = push;
            if (ecommerce is null && waiting is not null && JsonFields.Find(push, "transaction_id", "items") is null)
            {
                data = (JObject)push.DeepClone();
                data["ecommerce"] = waiting;
            }

            waiting = null;
            Add(data, eventName, said!, null, place);
        }
        else if (JsonFields.Find(push, "transactionId") is not null && JsonFields.Find(push, "transactionTotal", "transactionProducts") is not null && !IsOtherEvent(said))
        {
            Add(push, "Purchase", said ?? "transactionId", null, place, isRemark: said is null);
        }
        else if (said is null && ecommerce is not null)
        {
            waiting ??= [];
            waiting.Merge(ecommerce.DeepClone(), new JsonMergeSettings { MergeArrayHandling = MergeArrayHandling.Replace });
        }
    }

    /// <summary>Universal Analytics says by the object's shape what has happened, whatever the event is called.</summary>
    private static bool ReadActions(JObject push, JObject ecommerce, string? said, string? eventName, Place place)
    {
        var found = false;
        foreach (var action in Actions)
        {
            var part = JsonFields.FindObject(ecommerce, action);
            if (part is null || JsonFields.Find(part, "actionField", "products") is null)
            {
                continue;
            }

            found = true;
            var step = JsonFields.AsText(JsonFields.Find(JsonFields.FindObject(part, "actionField"), "step"));
            var name = AnalyticsEvents.OfAction(action)!;
            if (!IsOtherEvent(said) && (eventName is null || eventName == name) && (action != "checkout" || step is null or "1"))
            {
                Add(push, name, said ?? action, action, place, isRemark: said is null);
            }
        }

        return found;
    }

    // An order's data may stand beside "refund" or "purchase_cancelled", which are no sales.
    private static bool IsOtherEvent(string? said) =>
        said is not null && FieldWords.Of(said).Exists(word => word is "refund" or "cancel" or "cancelled" or "canceled" or "cancellation" or "failed" or "failure" or "declined" or "error");

    private static void Add(JObject data, string eventName, string said, string? action, Place place, bool isRemark = false)
    {
        var origin = $"{place.Layer} {said}";
        if (eventName == "Purchase" && OrderStatus.Refusal(data) is { } refusal)
        {
            place.Findings.Rejections.Add(OrderStatus.Reject(origin, refusal));
            return;
        }

        var candidate = new Candidate
        {
            EventName = eventName,
            Source = CandidateSource.DataLayer,
            Origin = origin,
            Branches = place.Branches,
            IsRemark = isRemark,
        };
        AnalyticsFields.Fill(candidate, data, place.Page.Numbers, action: action ?? "purchase");
        place.Findings.Candidates.Add(candidate);
    }

    private readonly record struct Place(string Layer, IReadOnlyList<ScriptBranch> Branches, DiscoveredPage Page, Findings Findings);
}
