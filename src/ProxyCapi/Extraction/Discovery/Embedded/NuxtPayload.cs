using Newtonsoft.Json.Linq;

namespace ProxyCapi.Extraction.Discovery.Embedded;

/// <summary>
/// The state of a Nuxt 3 page: one list in which every member and entry is the number of another entry, with wrappers such as
/// <c>["ShallowReactive", 2]</c>.
/// </summary>
internal static class NuxtPayload
{
    private const int MaxDepth = 24;
    private const int MaxNodes = 20_000;

    /// <summary>The state with its values in their places; circles and what lies too deep are left out.</summary>
    public static JToken? Unfold(JToken? payload)
    {
        var left = MaxNodes;
        return payload is JArray { Count: > 0 } entries ? At(entries, 0, 0, ref left) : null;
    }

    private static JToken At(JArray entries, long index, int depth, ref int left)
    {
        if (index < 0 || index >= entries.Count || depth > MaxDepth || --left < 0)
        {
            return JValue.CreateUndefined();
        }

        switch (entries[(int)index])
        {
            case JObject data:
                var inner = new JObject();
                foreach (var property in data.Properties())
                {
                    inner[property.Name] = Refer(entries, property.Value, depth, ref left);
                }

                return inner;
            case JArray { Count: 2 } wrapper when wrapper[0].Type == JTokenType.String:
                return Refer(entries, wrapper[1], depth, ref left);
            case JArray list:
                var unfolded = new JArray();
                foreach (var entry in list)
                {
                    unfolded.Add(Refer(entries, entry, depth, ref left));
                }

                return unfolded;
            case var value:
                return value.DeepClone();
        }
    }

    private static JToken Refer(JArray entries, JToken reference, int depth, ref int left) =>
        reference is JValue { Value: long index } ? At(entries, index, depth + 1, ref left) : JValue.CreateUndefined();
}
